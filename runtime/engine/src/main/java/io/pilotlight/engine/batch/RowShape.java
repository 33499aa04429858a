package io.pilotlight.engine.batch;

/**
 * What counts of a row's shapes when it shares tensors with others.
 *
 * @param rows that it brings, along the first dimension of its tensors; at least 1
 * @param length what padding may stretch; 1 where nothing is padded
 * @param elementsPerLength elements of all its inputs for one row and a length of one; at least 1
 * @param family equal for all that may share tensors, and for no others
 */
public record RowShape(int rows, long length, long elementsPerLength, Object family) {

    /** Elements of one of its rows. */
    public long elements() {
        return length * elementsPerLength;
    }

    /** Elements of one of its rows, padded. */
    public long elements(long paddedLength) {
        return paddedLength * elementsPerLength;
    }

    /** Whether both may share tensors. */
    public boolean joins(RowShape other) {
        return family.equals(other.family);
    }
}
