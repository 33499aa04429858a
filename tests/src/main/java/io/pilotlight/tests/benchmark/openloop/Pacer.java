package io.pilotlight.tests.benchmark.openloop;

import java.time.Duration;

/**
 * Waits for a moment of {@link System#nanoTime()} at little cost. A sleeping thread wakes some tens of microseconds late,
 * which is most of the latency of a small model; a spinning one takes a core from the server under test. So it sleeps
 * until shortly before, and spins for what is left.
 */
final class Pacer {
    /** About as much as Linux wakes a sleeper late. */
    private static final long MAX_SPIN_NANOS = 50_000;

    private Pacer() {}

    /** Returns at that moment, or at once if it has passed. */
    static void waitUntil(long momentNanos) throws InterruptedException {
        long remaining = momentNanos - System.nanoTime();
        while (remaining > MAX_SPIN_NANOS) {
            Thread.sleep(Duration.ofNanos(remaining - MAX_SPIN_NANOS));
            remaining = momentNanos - System.nanoTime();
        }
        while (momentNanos - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
    }
}
