package io.pilotlight.tests.benchmark.text;

import java.util.Locale;

/** What kind of texts a measurement uses. */
public enum Workload {
    /** About 16 tokens: 12 to 16 words and the two marks that the tokenizer adds. */
    SHORT(12, 16),
    /** About 128 tokens: 110 to 142 words and the two marks. */
    LONG(110, 142),
    /** One long text in ten, the others short. */
    MIXED(0, 0);

    private static final int MIXED_PERIOD = 10;

    private final int minWords;
    private final int maxWords;

    Workload(int minWords, int maxWords) {
        this.minWords = minWords;
        this.maxWords = maxWords;
    }

    /** The kind of the text with this index: the workload itself, unless it is a mixture. */
    Workload kindAt(long index) {
        if (this != MIXED) {
            return this;
        }
        return index % MIXED_PERIOD == 0 ? LONG : SHORT;
    }

    int minWords() {
        return minWords;
    }

    int maxWords() {
        return maxWords;
    }

    /** The name in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
