package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.openinference.ModelDescription;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What requests say of their tensors, held against a model's signature before any of their data is taken. */
public final class InputCheck {

    private final Signature signature;
    private final int maxItems;

    /**
     * A check for one model.
     *
     * @param maxItems in a request: a tensor's first dimension; {@link ModelDescription#UNBOUNDED} where it counts no items
     */
    public InputCheck(Signature signature, int maxItems) {
        this.signature = signature;
        this.maxItems = maxItems;
    }

    /** What an input says of itself, found to fit the signature. */
    public record Declared(String name, DataType type, Shape shape) {

        /**
         * At least 1.
         *
         * @throws InferenceException {@code TENSOR_MISMATCH} if there are none
         */
        public long elements() {
            long elements;
            try {
                elements = shape.elementCount();
            } catch (IllegalArgumentException overflow) {
                elements = Long.MAX_VALUE;
            }
            if (elements == 0) {
                throw InferenceException.mismatch(
                        name, "input `" + name + "`: expected at least one element, got shape " + shape);
            }
            return elements;
        }
    }

    /**
     * An input of a request.
     *
     * @throws InferenceException {@code TENSOR_MISMATCH}, naming the input
     */
    public Declared input(String name, String dataType, Shape shape) {
        TensorSpec spec = signature.input(name).orElseThrow(() -> unknown("input", name, signature.inputs()));
        DataType type = DataTypes.parse(name, dataType);
        if (type != spec.type() || !accepts(spec, shape)) {
            throw InferenceException.mismatch(
                    name, "input `" + name + "`: expected " + spec.typeAndShape() + ", got " + type + " " + shape);
        }
        return new Declared(name, type, shape);
    }

    /**
     * Refuses more items than a request may have.
     *
     * @throws InferenceException {@code REQUEST_TOO_LARGE}, naming the input
     */
    public void requireFewItems(Declared declared) {
        Shape shape = declared.shape();
        if (maxItems != ModelDescription.UNBOUNDED && shape.rank() > 0 && shape.dimension(0) > maxItems) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "input `" + declared.name() + "`: expected at most " + maxItems + " items, got shape " + shape);
        }
    }

    /** What there are. */
    public List<TensorSpec> inputs() {
        return signature.inputs();
    }

    /** Refuses a request that lacks an input. */
    public void requireAll(Set<String> given) {
        for (TensorSpec spec : signature.inputs()) {
            if (!given.contains(spec.name())) {
                throw InferenceException.mismatch(
                        spec.name(),
                        "input `" + spec.name() + "`: expected " + spec.typeAndShape() + ", it is missing");
            }
        }
    }

    /** Refuses an output that there is not. */
    public void requireOutput(String name) {
        if (signature.output(name).isEmpty()) {
            throw unknown("output", name, signature.outputs());
        }
    }

    public static InferenceException twice(String what, String name) {
        return InferenceException.mismatch(name, what + " `" + name + "`: expected once, got twice");
    }

    private static InferenceException unknown(String what, String name, List<TensorSpec> specs) {
        String quoted = JsonErrors.abbreviate(name);
        return InferenceException.mismatch(quoted, what + " `" + quoted + "`: unknown; there are " + names(specs));
    }

    /** Where the first dimension counts items, a column of n of them is often sent as [n, 1]. */
    private boolean accepts(TensorSpec spec, Shape shape) {
        return spec.shape().accepts(maxItems == ModelDescription.UNBOUNDED ? shape : withoutTrailingOnes(spec, shape));
    }

    private static Shape withoutTrailingOnes(TensorSpec spec, Shape shape) {
        List<Long> dimensions = shape.dimensions();
        int rank = shape.rank();
        while (rank > spec.shape().rank() && dimensions.get(rank - 1) == 1) {
            rank--;
        }
        return new Shape(dimensions.subList(0, rank));
    }

    /** For messages. */
    public static String names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", ", "[", "]"));
    }
}
