package io.pilotlight.tests.benchmark.report;

import java.time.Duration;

/** What the benchmark is doing now, told on standard error; results go to standard output. */
public final class Progress {
    private static final long START_NANOS = System.nanoTime();

    private Progress() {}

    public static void say(String message) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - START_NANOS);
        System.err.printf("[%2d:%02d] %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), message);
    }
}
