package io.pilotlight.tests.model.tabular;

/**
 * A fully connected layer without its activation: {@code outputs = inputs · weights + biases}.
 *
 * @param weights (inputs, outputs); not copied: whoever makes the layer gives them away
 * @param biases (outputs), likewise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Layer(float[][] weights, float[] biases) {

    public Layer {
        for (float[] row : weights) {
            if (row.length != biases.length) {
                throw new IllegalArgumentException(
                        "layer: expected " + biases.length + " weights for each input, got " + row.length);
            }
        }
    }

    public int inputs() {
        return weights.length;
    }

    public int outputs() {
        return biases.length;
    }

    /** The outputs (outputs) for inputs (inputs). */
    float[] apply(float[] values) {
        float[] sums = biases.clone();
        for (int input = 0; input < values.length; input++) {
            addScaled(sums, values[input], weights[input]);
        }
        return sums;
    }

    /**
     * {@code target += factor · source}. All the arithmetic of layers is of this kind, with rows for arrays, since it is what
     * the JVM turns into vector instructions; sums along a row it has to add up one by one.
     */
    static void addScaled(float[] target, float factor, float[] source) {
        // Half of a hidden layer's outputs are 0, and so are their gradients.
        if (factor == 0) {
            return;
        }
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * source[i];
        }
    }
}
