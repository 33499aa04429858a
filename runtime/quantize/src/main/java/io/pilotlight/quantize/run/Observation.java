package io.pilotlight.quantize.run;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** What was seen of one tensor: the largest magnitude in each channel of its last axis, its range, and some of its rows. */
public final class Observation {

    private final int channels;
    private final double[] maxima;
    private final List<float[]> rows = new ArrayList<>();
    private double lowest;
    private double highest;

    Observation(int channels) {
        this.channels = channels;
        this.maxima = new double[channels];
    }

    void add(Tensor.Numeric tensor, int keep) {
        int count = Math.toIntExact(tensor.shape().elementCount());
        IntToDoubleFunction values = values(tensor);
        for (int i = 0; i < count; i++) {
            double value = values.applyAsDouble(i);
            maxima[i % channels] = Math.max(maxima[i % channels], Math.abs(value));
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
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

    /** The largest magnitude in each channel. */
    public double[] maxima() {
        return maxima.clone();
    }

    /** The lowest value, or zero if all are above. */
    public double lowest() {
        return lowest;
    }

    /** The highest value, or zero if all are below. */
    public double highest() {
        return highest;
    }

    /** Rows of the last axis, taken evenly from the samples. */
    public List<float[]> rows() {
        return List.copyOf(rows);
    }
}
