package io.pilotlight.quantize.run;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** What was seen of one tensor: the range of each channel of its last axis, its own range, and some of its rows. */
public final class Observation {

    private final int channels;
    private final double[] least;
    private final double[] most;
    private final List<float[]> rows = new ArrayList<>();

    Observation(int channels) {
        this.channels = channels;
        this.least = new double[channels];
        this.most = new double[channels];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    void add(Tensor.Numeric tensor, int keep) {
        int count = Math.toIntExact(tensor.shape().elementCount());
        IntToDoubleFunction values = values(tensor);
        for (int i = 0; i < count; i++) {
            double value = values.applyAsDouble(i);
            least[i % channels] = Math.min(least[i % channels], value);
            most[i % channels] = Math.max(most[i % channels], value);
        }
        int given = count / channels;
        int kept = Math.min(keep, given);
        for (int i = 0; i < kept; i++) {
            int row = i * given / kept;
            float[] copy = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                copy[channel] = (float) values.applyAsDouble(row * channels + channel);
            }
            rows.add(copy);
        }
    }

    private static IntToDoubleFunction values(Tensor.Numeric tensor) {
        if (tensor.type() == DataType.FP64) {
            var doubles = tensor.doubles();
            return doubles::get;
        }
        var floats = tensor.floats();
        return floats::get;
    }

    /** Of the last axis. */
    public int channels() {
        return channels;
    }

    /** How far each channel went from a value of its own. */
    public double[] farthestFrom(float[] middles) {
        double[] farthest = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            double middle = middles[channel];
            farthest[channel] = Math.max(0, Math.max(most[channel] - middle, middle - least[channel]));
        }
        return farthest;
    }

    /** The lowest value, or zero if all are above. */
    public double lowest() {
        return Arrays.stream(least).reduce(0, Math::min);
    }

    /** The highest value, or zero if all are below. */
    public double highest() {
        return Arrays.stream(most).reduce(0, Math::max);
    }

    /** Rows of the last axis, taken evenly from the samples. */
    public List<float[]> rows() {
        return List.copyOf(rows);
    }
}
