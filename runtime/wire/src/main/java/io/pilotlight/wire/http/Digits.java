package io.pilotlight.wire.http;

import java.util.OptionalLong;

/** A number as headers have it: digits alone, without a sign and not of other scripts, which Java's own parsers take. */
public final class Digits {

    private Digits() {}

    /**
     * The number; empty where the text is none, or is longer than that.
     *
     * @param maxDigits at most 18, which a long holds
     */
    public static OptionalLong parse(String text, int maxDigits) {
        boolean sound =
                !text.isEmpty() && text.length() <= maxDigits && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
