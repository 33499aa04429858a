package io.pilotlight.router.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a backend's answers took lately, by the size of what was asked. For each size a mean and a mean deviation, both
 * exponentially weighted as TCP estimates round trips (RFC 6298): a new answer counts for an eighth, its deviation for a quarter.
 * Not safe for use by many threads.
 */
final class ServiceTimes {

    /** Sizes are told apart by their power of four: up to 1 KB, 4 KB, 16 KB, and so on; the last holds all that is larger. */
    private static final int CLASSES = 8;

    private static final int SMALLEST_BYTES = 1 << 10;

    /** A time that nine of ten answers keep, where their deviations are about normal. */
    private static final double DEVIATIONS = 2;

    private final Estimate[] estimates = new Estimate[CLASSES];

    private record Estimate(double meanNanos, double deviationNanos, long atNanos) {

        Estimate with(long nanos, long nowNanos) {
            return new Estimate(
                    meanNanos + (nanos - meanNanos) / 8,
                    deviationNanos + (Math.abs(nanos - meanNanos) - deviationNanos) / 4,
                    nowNanos);
        }
    }

    /** The class of a request of so many bytes. */
    static int sizeClass(long bytes) {
        long blocks = Math.max(0, bytes - 1) / SMALLEST_BYTES;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(blocks);
        return Math.min(CLASSES - 1, (bits + 1) / 2);
    }

    void observe(int sizeClass, long nanos, long nowNanos) {
        Estimate before = estimates[sizeClass];
        estimates[sizeClass] =
                before == null ? new Estimate(nanos, nanos / 2.0, nowNanos) : before.with(nanos, nowNanos);
    }

    /** What an answer of that size, or else of the nearest size that is known, may take. Empty while nothing is known. */
    Optional<Duration> expected(int sizeClass) {
        return nearest(sizeClass)
                .map(estimate ->
                        Duration.ofNanos(Math.round(estimate.meanNanos() + DEVIATIONS * estimate.deviationNanos())));
    }

    /** The mean alone. */
    Optional<Duration> mean(int sizeClass) {
        return nearest(sizeClass).map(estimate -> Duration.ofNanos(Math.round(estimate.meanNanos())));
    }

    /** Whether the last answer of that size is so long ago, or there was none. */
    boolean isOlderThan(Duration age, int sizeClass, long nowNanos) {
        Estimate estimate = estimates[sizeClass];
        return estimate == null || nowNanos - estimate.atNanos() > age.toNanos();
    }

    private Optional<Estimate> nearest(int sizeClass) {
        for (int distance = 0; distance < CLASSES; distance++) {
            for (int candidate : new int[] {sizeClass - distance, sizeClass + distance}) {
                if (candidate >= 0 && candidate < CLASSES && estimates[candidate] != null) {
                    return Optional.of(estimates[candidate]);
                }
            }
        }
        return Optional.empty();
    }
}
