package io.pilotlight.engine.lane;

import java.util.Arrays;

/**
 * How far forecasts of a wait are to be trusted: the factor within which nineteen of twenty of the latest waits stayed. What is
 * promised by a forecast is kept only as well as the forecast is right, and machines have other guests.
 */
final class Caution {

    /** Shorter waits say nothing of how well longer ones are foreseen. */
    private static final double LEAST_NANOS = 1e6;

    private static final int REMEMBERED = 64;
    private static final double QUANTILE = 0.95;
    private static final double MAX_FACTOR = 3;

    private final double[] ratios = new double[REMEMBERED];
    private int waits;
    private double factor = 1;

    /** At least 1. */
    double factor() {
        return factor;
    }

    /** A wait is over. */
    void learn(double forecastNanos, long actualNanos) {
        if (forecastNanos < LEAST_NANOS) {
            return;
        }
        ratios[waits % REMEMBERED] = actualNanos / forecastNanos;
        waits++;
        double[] sorted = Arrays.copyOf(ratios, Math.min(waits, REMEMBERED));
        Arrays.sort(sorted);
        factor = Math.clamp(sorted[(int) (QUANTILE * (sorted.length - 1))], 1, MAX_FACTOR);
    }
}
