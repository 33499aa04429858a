package io.pilotlight.quantize.measure;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.QuantizeException;

import java.util.List;

/**
 * A model's answers as vectors, to be compared. An answer (1, sequence, hidden) becomes its mean over the sequence, as sentence
 * embeddings are made; any other is taken as it is.
 */
public final class Vectors {

    private Vectors() {}

    /** The answer for one row, from the model's first output of floats. */
    public static float[] of(Tensors outputs) {
        for (Tensor output : outputs.byName().values()) {
            if (output instanceof Tensor.Numeric numeric && numeric.type() == DataType.FP32) {
                List<Long> shape = numeric.shape().dimensions();
                return shape.size() == 3 ? mean(numeric) : numeric.floatArray();
            }
        }
        throw new QuantizeException(
                "outputs " + outputs.byName().keySet() + ": expected one of FP32 to compare, got none.");
    }

    private static float[] mean(Tensor.Numeric hidden) {
        int width = Math.toIntExact(hidden.shape().dimension(2));
        float[] values = hidden.floatArray();
        float[] mean = new float[width];
        for (int i = 0; i < values.length; i++) {
            mean[i % width] += values[i] * width / values.length;
        }
        return mean;
    }

    /** The cosine of the angle between two; 1 where both are zero. */
    public static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        if (lengthA == 0 || lengthB == 0) {
            return lengthA == lengthB ? 1 : 0;
        }
        return product / Math.sqrt(lengthA * lengthB);
    }
}
