package io.pilotlight.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first. In a signature {@link #VARIABLE} stands for a dimension that each request
 * chooses; a tensor's own shape has none.
 *
 * @param dimensions each at least 0, or {@link #VARIABLE}
 */
public record Shape(List<Long> dimensions) {

    public static final long VARIABLE = -1;

    /** More dimensions than any model has; a bound for input that nobody should trust. */
    public static final int MAX_RANK = 16;

    public Shape {
        dimensions = List.copyOf(dimensions);
        if (dimensions.size() > MAX_RANK) {
            throw new IllegalArgumentException(
                    "shape: expected at most " + MAX_RANK + " dimensions, got " + dimensions.size());
        }
        for (long dimension : dimensions) {
            if (dimension < VARIABLE) {
                throw new IllegalArgumentException("shape: expected dimensions of at least 0, got " + dimension);
            }
        }
    }

    public static Shape of(long... dimensions) {
        List<Long> boxed = new ArrayList<>(dimensions.length);
        for (long dimension : dimensions) {
            boxed.add(dimension);
        }
        return new Shape(boxed);
    }

    public int rank() {
        return dimensions.size();
    }

    public long dimension(int axis) {
        return dimensions.get(axis);
    }

    public boolean isVariable() {
        return dimensions.contains(VARIABLE);
    }

    /**
     * The number of elements; 1 for a scalar.
     *
     * @throws IllegalArgumentException if a dimension is variable or the product does not fit a long
     */
    public long elementCount() {
        if (isVariable()) {
            throw new IllegalArgumentException("shape " + this + " is variable: it has no element count");
        }
        if (dimensions.contains(0L)) {
            return 0;
        }
        long count = 1;
        for (long dimension : dimensions) {
            if (count > Long.MAX_VALUE / dimension) {
                throw new IllegalArgumentException("shape " + this + ": its element count overflows");
            }
            count *= dimension;
        }
        return count;
    }

    /** Whether a tensor of the given shape fits this one, whose variable dimensions match anything. */
    public boolean accepts(Shape other) {
        if (rank() != other.rank()) {
            return false;
        }
        for (int axis = 0; axis < rank(); axis++) {
            if (dimension(axis) != VARIABLE && dimension(axis) != other.dimension(axis)) {
                return false;
            }
        }
        return true;
    }

    public long[] toArray() {
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    /** As in the protocols: {@code [-1, 384]}. */
    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
