package io.pilotlight.functions.embed;

import org.jspecify.annotations.Nullable;

/**
 * What the function takes.
 *
 * @param text not blank; at most {@value MiniLm#MAX_TOKENS} tokens
 * @param truncate whether a longer text is cut there; by default it is refused
 */
public record Text(String text, @Nullable Boolean truncate) implements Passage {

    /** Saying what is so anyway asks for nothing else, and is the same question. */
    public Text {
        truncate = Boolean.TRUE.equals(truncate) ? truncate : null;
    }
}
