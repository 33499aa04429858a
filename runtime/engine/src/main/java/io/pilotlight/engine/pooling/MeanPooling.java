package io.pilotlight.engine.pooling;

import io.pilotlight.api.Tensor;

import java.nio.FloatBuffer;

/**
 * The mean of the token vectors, scaled to length 1, as Sentence-BERT does it (Reimers and Gurevych 2019,
 * <a href="https://arxiv.org/abs/1908.10084">arXiv:1908.10084</a>, section 3).
 */
public final class MeanPooling {

    private MeanPooling() {}

    /**
     * The text's vector.
     *
     * @param hidden FP32 (1, tokens, dimensions): one text, without padding
     * @return (dimensions), of length 1 unless all zero
     */
    public static float[] normalizedMean(Tensor.Numeric hidden) {
        int tokens = Math.toIntExact(hidden.shape().dimension(1));
        int dimensions = Math.toIntExact(hidden.shape().dimension(2));
        FloatBuffer values = hidden.floats();
        float[] sum = new float[dimensions];
        float[] token = new float[dimensions];
        for (int t = 0; t < tokens; t++) {
            values.get(token);
            for (int d = 0; d < dimensions; d++) {
                sum[d] += token[d];
            }
        }
        // The mean's factor cancels when the length becomes 1.
        return normalize(sum);
    }

    private static float[] normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            double length = Math.sqrt(squares);
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (vector[d] / length);
            }
        }
        return vector;
    }
}
