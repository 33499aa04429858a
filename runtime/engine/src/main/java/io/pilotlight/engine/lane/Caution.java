package io.pilotlight.engine.lane;

import java.util.Arrays;

/**
 * How far forecasts of a wait are to be trusted: within what nineteen of twenty of the latest waits stayed. What is promised by a
 * forecast is kept only as well as the forecast is right, and machines have other guests.
 *
 * <p>Both the factor and the time by which waits exceeded their forecasts count, whichever allows less: a pause of some
 * milliseconds makes a short wait many times as long as foreseen, and says nothing of a factor for a wait of seconds.
 */
final class Caution {

    /** Shorter waits say nothing of how well longer ones are foreseen. */
    private static final double LEAST_NANOS = 1e6;

    private static final int REMEMBERED = 64;
    private static final double QUANTILE = 0.95;
    private static final double MAX_FACTOR = 3;

    private final double[] factors = new double[REMEMBERED];
    private final double[] excesses = new double[REMEMBERED];
    private int waits;
    private double factor = 1;
    private double excessNanos;

    /** What a wait may come to of which that is the forecast; at least the forecast. */
    double boundNanos(double forecastNanos) {
        return Math.min(forecastNanos * factor, forecastNanos + excessNanos);
    }

    /** A wait is over. */
    void learn(double forecastNanos, long actualNanos) {
        if (forecastNanos < LEAST_NANOS) {
            return;
        }
        factors[waits % REMEMBERED] = actualNanos / forecastNanos;
        excesses[waits % REMEMBERED] = actualNanos - forecastNanos;
        waits++;
        factor = Math.clamp(quantile(factors), 1, MAX_FACTOR);
        excessNanos = Math.max(0, quantile(excesses));
    }

    private double quantile(double[] latest) {
        double[] sorted = Arrays.copyOf(latest, Math.min(waits, REMEMBERED));
        Arrays.sort(sorted);
        return sorted[(int) (QUANTILE * (sorted.length - 1))];
    }
}
