package io.pilotlight.engine.lane;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.Padding;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** Rows that hold one number as often as they are long, and may share runs with others of any length. */
final class Rows {

    static final BatchRule JOINED = new BatchRule.Joined(new Padding(Map.of("numbers", 0L), Set.of()));

    private Rows() {}

    /** Shaped {@code [1, length]}. */
    static Tensors row(int number, int length) {
        return rows(1, number, length);
    }

    /** Shaped {@code [rows, length]}. */
    static Tensors rows(int rows, int number, int length) {
        long[] numbers = new long[rows * length];
        Arrays.fill(numbers, number);
        return Tensors.of(Map.of("numbers", Tensor.of(Shape.of(rows, length), numbers)));
    }

    static int number(Tensors row) {
        return (int) row.numeric("numbers").longs().get(0);
    }
}
