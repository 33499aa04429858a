package io.pilotlight.tests.benchmark.openloop;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * When the requests of many users who know nothing of each other arrive: a Poisson process, whose gaps are distributed
 * exponentially. The same seed always gives the same arrivals.
 */
final class PoissonArrivals {
    private final RandomGenerator random;
    private final double meanGapNanos;
    private double arrivalNanos;

    PoissonArrivals(double perSecond, long seed) {
        this.random = new SplittableRandom(seed);
        this.meanGapNanos = 1e9 / perSecond;
    }

    /** The next arrival, in nanoseconds since the start. */
    long nextNanos() {
        // Summed before it is rounded: at high rates the gaps' own rounding would add up to another rate.
        arrivalNanos += meanGapNanos * random.nextExponential();
        return (long) arrivalNanos;
    }
}
