package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.run.Observation;

import java.util.List;

/**
 * How far channels go from their middles, and so how coarse their steps are: a channel counts in steps of 1/127 of its limit, and its row of
 * the weights is multiplied by that step before it is rounded itself. Coarser steps round the channel more, and its weights less,
 * which then make more use of their columns' scales. A limit is where both errors are equal, or what samples showed if that is
 * more. (SmoothQuant, Xiao et al. 2023, shares magnitudes between activations and weights, too, by one exponent for all channels.)
 *
 * <p>Limits are on a grid of eight steps to the octave, so that they are the same on machines whose observations differ in the last
 * bits.
 */
final class ChannelLimits {

    /** For what the samples did not show. */
    private static final double ROOM = 1.2;

    private static final double STEPS_PER_OCTAVE = 8;
    private static final double LARGEST = 127;

    /** Of the largest channel's: a channel that was never seen to move still gets a scale. */
    private static final double SMALLEST = 1e-3;

    /** Limits change the columns' scales, which change the limits: by half as many octaves each time, at most. */
    private static final int ROUNDS = 20;

    private ChannelLimits() {}

    /**
     * Of the tensor that a layer reads.
     *
     * @param middles of its channels
     * @param weights of the layer's products, (channels, columns) each
     */
    static float[] of(Observation observation, float[] middles, List<float[]> weights) {
        double[] seen = seen(observation.farthestFrom(middles));
        List<float[]> moved = observation.rows().stream()
                .map(row -> ChannelMiddles.subtracted(row, middles))
                .toList();
        double[] activations = squares(moved, seen.length);
        double[] products = squares(weights, seen.length);
        double rows = Math.max(1, observation.rows().size());
        double[] limits = seen.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double roundedOff = squaredScales(weights, limits);
            for (int channel = 0; channel < limits.length; channel++) {
                double balance = activations[channel] / rows * roundedOff / products[channel];
                limits[channel] = products[channel] == 0
                        ? seen[channel]
                        : Math.max(seen[channel], LARGEST * Math.sqrt(Math.sqrt(balance)));
            }
        }
        return onGrid(limits);
    }

    private static double[] seen(double[] farthest) {
        double largest = 0;
        for (double far : farthest) {
            largest = Math.max(largest, far);
        }
        double[] seen = new double[farthest.length];
        for (int channel = 0; channel < seen.length; channel++) {
            seen[channel] = ROOM * Math.max(farthest[channel], Math.max(SMALLEST * largest, Float.MIN_NORMAL));
        }
        return seen;
    }

    /** The sum of each channel's squares, in matrices (rows, channels) of one row or (channels, columns). */
    private static double[] squares(List<float[]> matrices, int channels) {
        double[] squares = new double[channels];
        for (float[] matrix : matrices) {
            int columns = matrix.length / channels;
            for (int place = 0; place < matrix.length; place++) {
                squares[place / columns] += (double) matrix[place] * matrix[place];
            }
        }
        return squares;
    }

    /** The sum of the squares of all columns' scales, if channels had these limits. */
    private static double squaredScales(List<float[]> weights, double[] limits) {
        double sum = 0;
        for (float[] matrix : weights) {
            int columns = matrix.length / limits.length;
            double[] largest = new double[columns];
            for (int place = 0; place < matrix.length; place++) {
                double magnitude = Math.abs(matrix[place]) * limits[place / columns] / LARGEST;
                largest[place % columns] = Math.max(largest[place % columns], magnitude);
            }
            for (double magnitude : largest) {
                sum += magnitude / LARGEST * (magnitude / LARGEST);
            }
        }
        return sum;
    }

    private static float[] onGrid(double[] limits) {
        float[] onGrid = new float[limits.length];
        for (int channel = 0; channel < limits.length; channel++) {
            double octaves = StrictMath.log(limits[channel]) / StrictMath.log(2);
            onGrid[channel] = (float) StrictMath.pow(2, Math.rint(octaves * STEPS_PER_OCTAVE) / STEPS_PER_OCTAVE);
        }
        return onGrid;
    }
}
