package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which rows may share tensors: none, or those of the same shapes but for the first dimension and what padding stretches. */
public sealed interface BatchRule {

    /** The rule of a model whose answers depend on their neighbours: each row alone. */
    BatchRule ALONE = new Alone();

    /**
     * The rule for a model.
     *
     * @param rowsIndependent whether a row's answer is the same whatever shares its batch
     * @return {@link #ALONE} as well where the signature has no variable first dimension that counts rows
     */
    static BatchRule of(Signature signature, boolean rowsIndependent, Padding padding) {
        boolean counted = Stream.concat(signature.inputs().stream(), signature.outputs().stream())
                .map(TensorSpec::shape)
                .allMatch(shape -> shape.rank() > 0 && shape.dimension(0) == Shape.VARIABLE);
        return rowsIndependent && counted ? new Joined(padding) : ALONE;
    }

    /** What counts of a row's shapes. */
    RowShape shapeOf(Tensors inputs);

    /** How those of unequal length share a run. */
    Padding padding();

    /** Every row alone. */
    record Alone() implements BatchRule {

        @Override
        public RowShape shapeOf(Tensors inputs) {
            return alone(inputs);
        }

        @Override
        public Padding padding() {
            return Padding.NONE;
        }
    }

    /**
     * Rows join along the first dimension.
     *
     * @param padding of those that are not equally long
     */
    record Joined(Padding padding) implements BatchRule {

        private static final int LENGTH_AXIS = 1;

        /** What an input must have in common with its namesake; the type as well, or bytes would be read as something else. */
        private record Part(DataType type, List<Long> trailing) {}

        @Override
        public RowShape shapeOf(Tensors inputs) {
            Map<String, Part> family = new HashMap<>();
            long rows = -1;
            long length = -1;
            long elements = 0;
            for (Map.Entry<String, Tensor> input : inputs.byName().entrySet()) {
                Shape shape = input.getValue().shape();
                if (shape.rank() == 0 || (rows >= 0 && shape.dimension(0) != rows)) {
                    return alone(inputs);
                }
                rows = shape.dimension(0);
                elements += shape.elementCount();
                boolean stretched = padding.values().containsKey(input.getKey()) && shape.rank() > LENGTH_AXIS;
                if (stretched && length >= 0 && shape.dimension(LENGTH_AXIS) != length) {
                    return alone(inputs);
                }
                length = stretched ? shape.dimension(LENGTH_AXIS) : length;
                List<Long> trailing = shape.dimensions().subList(stretched ? LENGTH_AXIS + 1 : 1, shape.rank());
                family.put(input.getKey(), new Part(input.getValue().type(), trailing));
            }
            if (rows < 1 || rows > Integer.MAX_VALUE) {
                return alone(inputs);
            }
            long counted = Math.max(1, length);
            return new RowShape((int) rows, counted, Math.max(1, elements / rows / counted), family);
        }
    }

    private static RowShape alone(Tensors inputs) {
        long elements = inputs.byName().values().stream()
                .mapToLong(tensor -> tensor.shape().elementCount())
                .sum();
        return new RowShape(1, 1, Math.max(1, elements), new Object());
    }
}
