package io.pilotlight.tests.model.tabular;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A {@link Layer} while it is trained: its parameters change with every {@link #step}. */
final class LearningLayer {

    private final Layer layer; // of the arrays that the parameters change
    private final List<Parameters> weights; // (inputs), each of (outputs)
    private final Parameters biases;
    private final float[][] transposed; // (outputs, inputs)

    /** Random weights, of the size that He et al., "Delving Deep into Rectifiers" (2015), give for layers before a ReLU. */
    LearningLayer(int inputs, int outputs, RandomGenerator random) {
        float deviation = (float) Math.sqrt(2.0 / inputs);
        this.weights = Stream.generate(() -> new Parameters(gaussian(outputs, deviation, random)))
                .limit(inputs)
                .toList();
        this.biases = new Parameters(new float[outputs]);
        this.layer = new Layer(weights.stream().map(Parameters::values).toArray(float[][]::new), biases.values());
        this.transposed = new float[outputs][inputs];
        transpose();
    }

    private static float[] gaussian(int length, float deviation, RandomGenerator random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = deviation * (float) random.nextGaussian();
        }
        return values;
    }

    /** As it is now; the next step changes it. */
    Layer layer() {
        return layer;
    }

    /**
     * Remembers how the parameters should change.
     *
     * @param inputs (inputs), as the layer was given them
     * @param delta (outputs), the loss's gradient by the layer's outputs
     */
    void learn(float[] inputs, float[] delta) {
        for (int input = 0; input < inputs.length; input++) {
            weights.get(input).addGradient(inputs[input], delta);
        }
        biases.addGradient(1, delta);
    }

    /** The loss's gradient by the outputs before the ReLU whose results were this layer's inputs: (inputs). */
    float[] deltaBefore(float[] inputs, float[] delta) {
        float[] before = new float[inputs.length];
        for (int output = 0; output < delta.length; output++) {
            Layer.addScaled(before, delta[output], transposed[output]);
        }
        for (int input = 0; input < inputs.length; input++) {
            before[input] = inputs[input] > 0 ? before[input] : 0;
        }
        return before;
    }

    /** Changes the parameters by what was learned from so many examples. */
    void step(int number, int examples) {
        weights.forEach(row -> row.step(number, 1f / examples));
        biases.step(number, 1f / examples);
        transpose();
    }

    private void transpose() {
        for (int output = 0; output < transposed.length; output++) {
            for (int input = 0; input < transposed[output].length; input++) {
                transposed[output][input] = layer.weights()[input][output];
            }
        }
    }
}
