package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.run.Observation;

/**
 * Largest magnitudes from observed ones: with some room for what the samples did not show, and on a grid of eight steps to the
 * octave, so that they are the same on machines whose observations differ in the last bits.
 */
final class ChannelLimits {

    private static final double ROOM = 1.2;
    private static final double STEPS_PER_OCTAVE = 8;

    /** Of the largest channel's: a channel that was never seen to move still gets a scale. */
    private static final double SMALLEST = 1e-3;

    private ChannelLimits() {}

    static float[] of(Observation observation) {
        double[] maxima = observation.maxima();
        double largest = 0;
        for (double maximum : maxima) {
            largest = Math.max(largest, maximum);
        }
        float[] limits = new float[maxima.length];
        for (int channel = 0; channel < limits.length; channel++) {
            double limit = ROOM * Math.max(maxima[channel], Math.max(SMALLEST * largest, Float.MIN_NORMAL));
            limits[channel] = (float) onGrid(limit);
        }
        return limits;
    }

    private static double onGrid(double limit) {
        double octaves = StrictMath.log(limit) / StrictMath.log(2);
        return StrictMath.pow(2, Math.rint(octaves * STEPS_PER_OCTAVE) / STEPS_PER_OCTAVE);
    }
}
