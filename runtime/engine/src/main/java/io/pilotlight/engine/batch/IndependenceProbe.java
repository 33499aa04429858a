package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Holds a model to what was said of it: a row's answer is the same whatever shares its batch. A row of random numbers is run
 * alone, and beside a neighbour of much larger ones, as betrays scales, means and maxima that are taken over a whole batch. It
 * proves the contrary or nothing: a model that passes is still taken at its operator's word.
 */
public final class IndependenceProbe {

    private static final long SEED = 5;
    private static final double MUCH_LARGER = 100;
    private static final long VARIABLE_LENGTH = 4;
    private static final long MAX_ELEMENTS = 1024 * 1024;

    /** Kernels for one row and for several add in another order. */
    private static final double ROUNDING = 1e-3;

    private IndependenceProbe() {}

    /**
     * The rule, or {@link BatchRule#ALONE} where the model is caught breaking it.
     *
     * @param told why, if so
     */
    public static BatchRule confirmed(Session session, BatchRule rule, Consumer<String> told) {
        if (rule instanceof BatchRule.Alone || isIndependent(session, rule)) {
            return rule;
        }
        told.accept(
                "its rows were said to be independent, and one's answer changes with its neighbour: each runs alone");
        return BatchRule.ALONE;
    }

    private static boolean isIndependent(Session session, BatchRule rule) {
        SplittableRandom random = new SplittableRandom(SEED);
        try {
            Tensors row = row(session, random, 1);
            Tensors neighbour = row(session, random, MUCH_LARGER);
            TensorBatch both = new TensorBatch(
                    List.of(row, neighbour), List.of(rule.shapeOf(row), rule.shapeOf(neighbour)), Padding.NONE);
            Tensors beside = both.split(session.run(both.joined())).getFirst();
            return areEqual(session.run(row), beside);
        } catch (InferenceException cannotBeTried) {
            return true;
        }
    }

    private static Tensors row(Session session, SplittableRandom random, double magnitude) {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        for (TensorSpec spec : session.signature().inputs()) {
            List<Long> dimensions = spec.shape().dimensions();
            long[] shape = new long[dimensions.size()];
            for (int axis = 0; axis < shape.length; axis++) {
                boolean variable = dimensions.get(axis) == Shape.VARIABLE;
                shape[axis] = axis == 0 ? 1 : variable ? VARIABLE_LENGTH : dimensions.get(axis);
            }
            inputs.put(spec.name(), tensor(spec, Shape.of(shape), random, magnitude));
        }
        return new Tensors(inputs);
    }

    /** Integers are 0 or 1, since they may be places in a table. */
    private static Tensor tensor(TensorSpec spec, Shape shape, SplittableRandom random, double magnitude) {
        DataType type = spec.type();
        if (!type.hasFixedSize() || shape.elementCount() > MAX_ELEMENTS) {
            throw InferenceException.invalid(spec.name(), "input `" + spec.name() + "`: cannot be made up");
        }
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(shape.elementCount() * type.byteSize()))
                .order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            switch (type) {
                case FP32 -> data.putFloat((float) random.nextDouble(-magnitude, magnitude));
                case FP64 -> data.putDouble(random.nextDouble(-magnitude, magnitude));
                case INT64, UINT64 -> data.putLong(random.nextInt(2));
                case INT32, UINT32 -> data.putInt(random.nextInt(2));
                case INT8, UINT8, BOOL -> data.put((byte) random.nextInt(2));
                case INT16, UINT16, FP16, BF16, BYTES -> data.putShort((short) 0);
            }
        }
        return new Tensor.Numeric(type, shape, data.flip());
    }

    private static boolean areEqual(Tensors alone, Tensors beside) {
        return alone.byName().keySet().stream().allMatch(name -> areEqual(alone.get(name), beside.get(name)));
    }

    private static boolean areEqual(Tensor alone, Tensor beside) {
        if (!alone.shape().equals(beside.shape())) {
            return false;
        }
        if (!(alone instanceof Tensor.Numeric first) || !(beside instanceof Tensor.Numeric second)) {
            return alone.equals(beside);
        }
        if (first.type() != DataType.FP32) {
            return first.data().equals(second.data());
        }
        float[] one = first.floatArray();
        float[] two = second.floatArray();
        for (int i = 0; i < one.length; i++) {
            if (Math.abs(one[i] - two[i]) > ROUNDING * Math.max(1, Math.abs(one[i]))) {
                return false;
            }
        }
        return true;
    }
}
