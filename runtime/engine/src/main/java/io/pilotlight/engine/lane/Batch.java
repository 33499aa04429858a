package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.batch.RowShape;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one run: the most urgent one, and those of others that may share its tensors to everybody's gain. It grows only
 * while what is known of such runs says that each row costs less for it, padding included, and that the tightest member still
 * keeps its deadline. Of sizes that nobody knows yet it tries one doubling beyond what is known, where even without any gain
 * the deadlines would hold.
 */
final class Batch {

    /** What sharing must save, or else rows run side by side and each ends sooner. */
    private static final double WORTHWHILE = 0.95;

    /** How much dearer a row may become by one more of the same run: as much as measurements differ by themselves. */
    private static final double AS_CHEAP = 1.02;

    private final BatchTimes times;
    private final int maxRows;
    private final long nowNanos;
    private final List<Row> members = new ArrayList<>();
    private final Object family;
    private int rows;
    private long length;
    private double usefulElements;
    private Deadline tightest;
    private double expectedNanos;
    private boolean lonely;

    /** Begins with one row, whatever it takes. */
    Batch(Row first, BatchTimes times, int maxRows, long nowNanos) {
        this.times = times;
        this.maxRows = maxRows;
        this.nowNanos = nowNanos;
        this.family = first.shape().family();
        this.tightest = first.deadline();
        join(first, times.expectedNanos(first.shape().rows(), first.shape().elements()));
    }

    /** Takes the row in, if that is to everybody's gain. */
    boolean offer(Row row) {
        RowShape shape = row.shape();
        int together = rows + shape.rows();
        if (together > maxRows || !shape.family().equals(family)) {
            return false;
        }
        long elements = shape.elements(Math.max(length, shape.length()));
        double nanos;
        if (times.isKnown(together, elements)) {
            nanos = times.expectedNanos(together, elements);
            if (!pays(row, nanos)) {
                times.decidedAgainst(together, elements);
                return false;
            }
        } else if (isNextUnknown(together, elements)) {
            nanos = expectedNanos * together * elements / (rows * shape.elements(length));
        } else {
            return false;
        }
        Deadline first = row.deadline().compareTo(tightest) < 0 ? row.deadline() : tightest;
        if (first.remainingNanos(nowNanos) < nanos) {
            return false;
        }
        join(row, nanos);
        return true;
    }

    private boolean pays(Row row, double nanos) {
        double alone =
                times.expectedNanos(row.shape().rows(), row.shape().elements()); // as of now, not of when it came
        boolean saves = nanos <= WORTHWHILE * (expectedNanos + alone);
        boolean asCheap = nanos / (usefulElements + usefulOf(row)) <= AS_CHEAP * expectedNanos / usefulElements;
        return saves && asCheap;
    }

    private boolean isNextUnknown(int together, long elements) {
        return times.isKnown((together + 1) / 2, elements);
    }

    private void join(Row row, double nanos) {
        members.add(row);
        rows += row.shape().rows();
        length = Math.max(length, row.shape().length());
        usefulElements += usefulOf(row);
        tightest = row.deadline().compareTo(tightest) < 0 ? row.deadline() : tightest;
        expectedNanos = nanos;
    }

    private static double usefulOf(Row row) {
        return (double) row.shape().rows() * row.shape().elements();
    }

    List<Row> members() {
        return members;
    }

    int size() {
        return members.size();
    }

    /** Along the first dimension of its tensors. */
    int rows() {
        return rows;
    }

    /** Elements of each row, padded. */
    long elementsPerRow() {
        return members.getFirst().shape().elements(length);
    }

    /** When it should be done, if it begins now. */
    long expectedEndNanos() {
        return nowNanos + (long) expectedNanos;
    }

    /** It, known to have nobody running beside it and nobody waiting behind it. */
    Batch withNobodyBeside() {
        lonely = true;
        return this;
    }

    boolean isLonely() {
        return lonely;
    }
}
