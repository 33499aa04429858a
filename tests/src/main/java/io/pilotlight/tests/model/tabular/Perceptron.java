package io.pilotlight.tests.model.tabular;

import java.util.List;

/** Layers one after the other: ReLU after each but the last, a sigmoid after that. It has one output. */
public record Perceptron(List<Layer> layers) {

    public Perceptron {
        layers = List.copyOf(layers);
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
                throw new IllegalArgumentException("perceptron: expected layer " + i + " to take "
                        + layers.get(i - 1).outputs() + " inputs, got "
                        + layers.get(i).inputs());
            }
        }
        if (layers.getLast().outputs() != 1) {
            throw new IllegalArgumentException(
                    "perceptron: expected 1 output, got " + layers.getLast().outputs());
        }
    }

    /**
     * The reference for what a session answers: the probability, between 0 and 1.
     *
     * @param features (32), standardised
     */
    public float score(float[] features) {
        float[] values = features;
        for (Layer layer : layers.subList(0, layers.size() - 1)) {
            values = relu(layer.apply(values));
        }
        return (float) Sigmoid.of(layers.getLast().apply(values)[0]);
    }

    /** In place. */
    static float[] relu(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
        return values;
    }
}
