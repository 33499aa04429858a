package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InputCheck;

import java.nio.ByteBuffer;
import java.util.List;

/** The tensor of a request that is nothing but its bytes: one item, whose shape follows from the signature. */
final class RawTensor {

    private RawTensor() {}

    /**
     * The one input of a model that has one.
     *
     * @throws InferenceException {@code INVALID_REQUEST} if it has more
     */
    static TensorSpec only(List<TensorSpec> inputs) {
        if (inputs.size() != 1) {
            throw InferenceException.invalid(
                    BinaryHeader.NAME,
                    "header " + BinaryHeader.NAME + ": expected the length of the JSON, since there are the inputs "
                            + InputCheck.names(inputs) + ", got 0, which means a body that is the only one");
        }
        return inputs.getFirst();
    }

    /**
     * Takes the bytes as the input; all of them are the one element where it is {@code BYTES}.
     *
     * @throws InferenceException {@code TENSOR_MISMATCH} if they are not a whole number of what the signature wants
     */
    static Tensor of(TensorSpec spec, ByteBuffer data) {
        if (spec.type() == DataType.BYTES) {
            byte[] element = new byte[data.remaining()];
            data.get(element);
            return new Tensor.Bytes(shape(spec, 1), List.of(element));
        }
        int size = spec.type().byteSize();
        if (!data.hasRemaining() || data.remaining() % size != 0) {
            throw mismatch(spec, data.remaining());
        }
        long elements = data.remaining() / size;
        return BinaryPart.tensor(new InputCheck.Declared(spec.name(), spec.type(), shape(spec, elements)), data);
    }

    /** A variable first dimension is the batch's: 1. One more may be variable: it is what the bytes make it. */
    private static Shape shape(TensorSpec spec, long elements) {
        long[] dimensions = spec.shape().toArray();
        if (dimensions.length > 0 && dimensions[0] == Shape.VARIABLE) {
            dimensions[0] = 1;
        }
        long known = 1;
        int open = -1;
        for (int axis = 0; axis < dimensions.length; axis++) {
            if (dimensions[axis] != Shape.VARIABLE) {
                known *= dimensions[axis];
            } else if (open < 0) {
                open = axis;
            } else {
                throw mismatch(spec, elements * spec.type().byteSize());
            }
        }
        if (open >= 0 && known > 0) {
            dimensions[open] = elements / known;
        }
        Shape shape = Shape.of(dimensions);
        if (shape.elementCount() != elements) {
            throw mismatch(spec, elements * spec.type().byteSize());
        }
        return shape;
    }

    private static InferenceException mismatch(TensorSpec spec, long bytes) {
        return InferenceException.mismatch(
                spec.name(),
                "input `" + spec.name() + "`: expected the bytes of one item of " + spec.typeAndShape() + ", got "
                        + bytes + " bytes");
    }
}
