package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

class IndependenceProbeTest {

    private static final TensorSpec ROWS = new TensorSpec("x", DataType.FP32, Shape.of(Shape.VARIABLE, 3));
    private static final Signature SIGNATURE = new Signature(List.of(ROWS), List.of(ROWS));
    private static final BatchRule JOINED = BatchRule.of(SIGNATURE, true, Padding.NONE);

    private final List<String> told = new ArrayList<>();

    private BatchRule confirmed(UnaryOperator<float[]> model) {
        return IndependenceProbe.confirmed(new ModelOf(model), JOINED, told::add);
    }

    /** A model of all elements of its rows. */
    private record ModelOf(UnaryOperator<float[]> function) implements Session {

        @Override
        public Signature signature() {
            return SIGNATURE;
        }

        @Override
        public Tensors run(Tensors inputs) {
            Tensor.Numeric rows = inputs.numeric("x");
            return Tensors.of(Map.of("x", Tensor.of(rows.shape(), function.apply(rows.floatArray()))));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static float[] times(float[] elements, float factor) {
        float[] results = elements.clone();
        for (int i = 0; i < results.length; i++) {
            results[i] *= factor;
        }
        return results;
    }

    private static float largest(float[] elements) {
        float largest = 0;
        for (float element : elements) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest;
    }

    @Test
    void believesAModelWhoseRowsAreIndependent() {
        assertThat(confirmed(elements -> times(elements, 2))).isEqualTo(JOINED);
        assertThat(told).isEmpty();
    }

    @Test
    void overlooksTheLastBitsOfAFloat() {
        assertThat(confirmed(elements -> times(elements, elements.length == 3 ? 1 : 1.00001f)))
                .isEqualTo(JOINED);
    }

    @Test
    void catchesAScaleTakenOverTheWholeBatch() {
        assertThat(confirmed(elements -> times(elements, 1 / largest(elements))))
                .isEqualTo(BatchRule.ALONE);
        assertThat(told).singleElement().asString().contains("each runs alone");
    }

    @Test
    void leavesAModelAloneThatDoesNotRunOnMadeUpRows() {
        assertThat(confirmed(elements -> {
                    throw new InferenceException(ErrorCode.INTERNAL, "index out of range");
                }))
                .isEqualTo(JOINED);
    }

    @Test
    void doesNotAskAModelWhoseRowsRunAlone() {
        assertThat(IndependenceProbe.confirmed(
                        new ModelOf(elements -> {
                            throw new AssertionError("asked");
                        }),
                        BatchRule.ALONE,
                        told::add))
                .isEqualTo(BatchRule.ALONE);
    }
}
