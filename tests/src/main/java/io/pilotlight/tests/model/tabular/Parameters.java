package io.pilotlight.tests.model.tabular;

import java.util.Arrays;

/**
 * Some numbers that are being learned, and how: Adam, as in Kingma and Ba, "Adam: A Method for Stochastic Optimization"
 * (2015), with the paper's constants.
 */
final class Parameters {

    private static final float RATE = 0.001f;
    private static final float MEAN_DECAY = 0.9f;
    private static final float SQUARE_DECAY = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final float[] values;
    private final float[] gradient;
    private final float[] mean;
    private final float[] square;

    /** Takes the array over and changes it. */
    Parameters(float[] values) {
        this.values = values;
        this.gradient = new float[values.length];
        this.mean = new float[values.length];
        this.square = new float[values.length];
    }

    /** As they are now. */
    float[] values() {
        return values;
    }

    /** Adds to what the next step follows: {@code factor · change}. */
    void addGradient(float factor, float[] change) {
        Layer.addScaled(gradient, factor, change);
    }

    /**
     * Follows the gradient, which is then 0 again.
     *
     * @param number of this step; the first is 1
     * @param scale by which the gradient is multiplied before
     */
    void step(int number, float scale) {
        float meanCorrection = (float) (1 / (1 - StrictMath.pow(MEAN_DECAY, number)));
        float squareCorrection = (float) (1 / (1 - StrictMath.pow(SQUARE_DECAY, number)));
        for (int i = 0; i < values.length; i++) {
            float slope = gradient[i] * scale;
            mean[i] = MEAN_DECAY * mean[i] + (1 - MEAN_DECAY) * slope;
            square[i] = SQUARE_DECAY * square[i] + (1 - SQUARE_DECAY) * slope * slope;
            values[i] -= RATE * meanCorrection * mean[i] / ((float) Math.sqrt(squareCorrection * square[i]) + EPSILON);
        }
        Arrays.fill(gradient, 0);
    }
}
