package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.run.Observation;

import java.util.List;

/**
 * Where channels lie on average. What varies around that has to be rounded, and weights to be rounded for it; what does not is known
 * before, and its product with the exact weights, too.
 *
 * <p>Middles are on a grid of a sixteenth of their channel's range, so that they are the same on machines whose observations differ in the
 * last bits.
 */
final class ChannelMiddles {

    private static final double PLACES = 16;

    private ChannelMiddles() {}

    /** Of the tensor that a layer reads. */
    static float[] of(Observation observation) {
        double[] means = means(observation.rows(), observation.channels());
        float[] around = new float[means.length];
        for (int channel = 0; channel < means.length; channel++) {
            around[channel] = (float) means[channel];
        }
        double[] range = observation.farthestFrom(around);
        float[] middles = new float[means.length];
        for (int channel = 0; channel < means.length; channel++) {
            double place = Math.scalb(1.0, Math.getExponent(range[channel])) / PLACES;
            middles[channel] =
                    range[channel] == 0 ? around[channel] : (float) (Math.rint(means[channel] / place) * place);
        }
        return middles;
    }

    private static double[] means(List<float[]> rows, int channels) {
        double[] means = new double[channels];
        for (float[] row : rows) {
            for (int channel = 0; channel < channels; channel++) {
                means[channel] += row[channel] / rows.size();
            }
        }
        return means;
    }

    static float[] subtracted(float[] row, float[] middles) {
        float[] moved = new float[row.length];
        for (int channel = 0; channel < row.length; channel++) {
            moved[channel] = row[channel] - middles[channel];
        }
        return moved;
    }
}
