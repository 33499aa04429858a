package io.pilotlight.tests.benchmark.report;

/** The beginning of a text, short enough for a message. */
public final class Excerpt {
    private static final int MAX_CHARS = 200;

    private Excerpt() {}

    public static String of(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
    }
}
