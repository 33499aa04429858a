package io.pilotlight.tests.benchmark.text;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * An endless, deterministic sequence of texts. The same index always gives the same text, and different indices give
 * different ones: each is at least twelve words drawn from a thousand by a generator of its own, seeded by the index.
 * So no answer can come out of a cache unless somebody asks for the same index twice.
 */
public record Texts(Workload workload) {
    private static final long SEED = 20_261_123L;

    /** Spreads neighbouring indices over the generator's whole state. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    public String at(long index) {
        SplittableRandom random = new SplittableRandom(SEED + GOLDEN_GAMMA * index);
        Workload kind = workload.kindAt(index);
        int words = random.nextInt(kind.minWords(), kind.maxWords() + 1);
        StringBuilder text = new StringBuilder(words * 6);
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                text.append(' ');
            }
            text.append(Words.COMMON.get(random.nextInt(Words.COMMON.size())));
        }
        return text.toString();
    }

    public List<String> range(long from, int count) {
        return LongStream.range(from, from + count).mapToObj(this::at).toList();
    }
}
