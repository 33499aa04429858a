package io.pilotlight.engine.pooling;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

final class MeanPoolingTest {

    private static Tensor.Numeric hidden(int tokens, int dimensions, float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor.Numeric(DataType.FP32, Shape.of(1, tokens, dimensions), data);
    }

    /** As the paper says it: the mean, divided by its length, in doubles. */
    private static double[] reference(int tokens, int dimensions, float[] values) {
        double[] mean = new double[dimensions];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += (double) values[t * dimensions + d] / tokens;
            }
        }
        double squares = 0;
        for (double value : mean) {
            squares += value * value;
        }
        for (int d = 0; d < dimensions; d++) {
            mean[d] /= Math.sqrt(squares);
        }
        return mean;
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    @Test
    void averagesTheTokensAndScalesToLengthOne() {
        // The mean of (1, 0) and (5, 8) is (3, 4), whose length is 5.
        assertThat(MeanPooling.normalizedMean(hidden(2, 2, 1, 0, 5, 8)))
                .containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 384", "7, 5", "128, 384", "512, 3"})
    void agreesWithThePlainReference(int tokens, int dimensions) {
        Random random = new Random(31L * tokens + dimensions);
        float[] values = new float[tokens * dimensions];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] actual = MeanPooling.normalizedMean(hidden(tokens, dimensions, values));
        double[] expected = reference(tokens, dimensions, values);
        assertThat(actual).hasSize(dimensions);
        for (int d = 0; d < dimensions; d++) {
            assertThat((double) actual[d]).as("dimension %d", d).isCloseTo(expected[d], within(1e-5));
        }
        assertThat(length(actual)).isCloseTo(1, within(1e-5));
    }

    @Test
    void leavesAVectorOfZerosAsItIs() {
        assertThat(MeanPooling.normalizedMean(hidden(2, 3, 0, 0, 0, 0, 0, 0))).containsExactly(0f, 0f, 0f);
        assertThat(MeanPooling.normalizedMean(hidden(2, 2, 1, -2, -1, 2))).containsExactly(0f, 0f);
        assertThat(MeanPooling.normalizedMean(hidden(0, 2))).containsExactly(0f, 0f);
    }

    @ParameterizedTest
    @CsvSource({"1e-30", "1e-40", "1e30"})
    void scalesTinyAndHugeVectorsToLengthOneToo(float scale) {
        assertThat(MeanPooling.normalizedMean(hidden(1, 3, 3 * scale, 0, 4 * scale)))
                .containsExactly(new float[] {0.6f, 0, 0.8f}, within(1e-3f));
    }

    @Test
    void leavesTheTensorAsItWas() {
        Tensor.Numeric hidden = hidden(1, 2, 3, 4);
        MeanPooling.normalizedMean(hidden);
        assertThat(hidden.floats().get(0)).isEqualTo(3);
        assertThat(hidden.floats().get(1)).isEqualTo(4);
    }

    @Test
    void refusesOtherNumbers() {
        Tensor.Numeric ids = new Tensor.Numeric(DataType.INT64, Shape.of(1, 1, 1), ByteBuffer.allocate(8));
        assertThatIllegalArgumentException().isThrownBy(() -> MeanPooling.normalizedMean(ids));
    }
}
