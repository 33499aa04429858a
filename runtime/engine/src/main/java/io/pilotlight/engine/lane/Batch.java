package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.batch.RowShape;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one run: the most urgent one, and those of others that may share its tensors to everybody's gain. It grows as far as the
 * tightest member keeps its deadline, and is {@linkplain #trim trimmed} to the size at which what is known of such runs says that a row
 * costs least, padding included: what is gained by sixteen may be lost again at three. Of sizes that nobody knows yet it tries one
 * doubling beyond what is known, where even without any gain the deadlines would hold. While rows share runs nobody sees what one takes
 * by itself, and machines become faster and slower: now and then some run by themselves.
 */
final class Batch {

    /** What sharing must save, or else rows run side by side and each ends sooner. */
    private static final double WORTHWHILE = 0.95;

    /** How much dearer a row may become in a larger run: as much as measurements differ by themselves. */
    private static final double AS_CHEAP = 1.02;

    /** Of all elements, those that a row must leave useful, or else what it is padded with has to be worth it by itself. */
    private static final double USEFUL = 0.75;

    private final BatchTimes times;
    private final int maxRows;
    private final double longestNanos;
    private final long nowNanos;
    private final List<Row> members = new ArrayList<>();
    private final List<Size> sizes = new ArrayList<>();
    private final Object family;
    private final boolean isFirstKnown;
    private Deadline tightest;
    private boolean lonely;

    /**
     * How large it was when a member had joined, and what that means.
     *
     * @param rows along the first dimension
     * @param length of each, padded
     * @param usefulElements of all of them, without padding
     * @param aloneNanos what its members would take in runs of their own
     * @param nanos what it will take
     * @param worthwhile whether that is less, or to be found out
     */
    private record Size(
            int rows, long length, double usefulElements, double aloneNanos, double nanos, boolean worthwhile) {

        double nanosPerElement() {
            return nanos / usefulElements;
        }
    }

    /**
     * Begins with one row, whatever it takes.
     *
     * @param longestNanos that others may make of it
     */
    Batch(Row first, BatchTimes times, int maxRows, double longestNanos, long nowNanos) {
        this.times = times;
        this.maxRows = maxRows;
        this.longestNanos = longestNanos;
        this.nowNanos = nowNanos;
        this.family = first.shape().family();
        this.isFirstKnown = times.isKnown(first.shape().rows(), first.shape().elements());
        this.tightest = first.deadline();
        double nanos = times.expectedNanos(first.shape().rows(), first.shape().elements());
        members.add(first);
        sizes.add(new Size(first.shape().rows(), first.shape().length(), usefulOf(first), nanos, nanos, true));
    }

    /** Takes the row in, if it may be to everybody's gain. */
    boolean offer(Row row) {
        RowShape shape = row.shape();
        Size before = sizes.getLast();
        int together = before.rows() + shape.rows();
        if (together > maxRows || !shape.family().equals(family) || !isFirstKnown) {
            return false;
        }
        long length = Math.max(before.length(), shape.length());
        long elements = shape.elements(length);
        double alone = before.aloneNanos() + times.expectedNanos(shape.rows(), shape.elements()); // as of now
        double useful = before.usefulElements() + usefulOf(row);
        Size after;
        if (times.isKnown(together, elements)) {
            double nanos = times.expectedNanos(together, elements);
            after = new Size(together, length, useful, alone, nanos, nanos <= WORTHWHILE * alone);
        } else if (times.isKnown((together + 1) / 2, elements)) {
            double nanos = before.nanos() * together * elements / (before.rows() * shape.elements(before.length()));
            after = new Size(together, length, useful, alone, nanos, before.worthwhile());
        } else {
            return false;
        }
        Deadline first = row.deadline().compareTo(tightest) < 0 ? row.deadline() : tightest;
        boolean padded = useful < USEFUL * together * elements;
        boolean tooLong = after.nanos() > longestNanos || first.remainingNanos(nowNanos) < after.nanos();
        if ((padded && !saves(before, after)) || tooLong) {
            return false;
        }
        members.add(row);
        sizes.add(after);
        tightest = first;
        return true;
    }

    /** Whether a row costs less by its joining than by itself. */
    private static boolean saves(Size before, Size after) {
        return after.nanos() <= WORTHWHILE * (before.nanos() + after.aloneNanos() - before.aloneNanos());
    }

    /** Lets those go again, the latest to join, without whom a row costs less. */
    List<Row> trim() {
        int best = best();
        int runRows = sizes.get(best - 1).rows();
        for (int size = best + 1; size <= members.size(); size++) {
            if (size == best + 1 || Integer.bitCount(size) == 1) {
                times.decidedAgainst(sizes.get(size - 1).rows(), elementsPerRow(), runRows);
            }
        }
        if (best > 1) {
            RowShape first = members.getFirst().shape();
            times.decidedAgainst(first.rows(), first.elements(), runRows);
        }
        List<Row> let = List.copyOf(members.subList(best, members.size()));
        members.subList(best, members.size()).clear();
        sizes.subList(best, sizes.size()).clear();
        return let;
    }

    /** The largest number of members with whom a row costs about as little as it can. */
    private int best() {
        double least = sizes.getFirst().nanosPerElement();
        for (Size size : sizes) {
            least = size.worthwhile() ? Math.min(least, size.nanosPerElement()) : least;
        }
        for (int members = sizes.size(); members > 1; members--) {
            Size size = sizes.get(members - 1);
            if (size.worthwhile() && size.nanosPerElement() <= AS_CHEAP * least) {
                return members;
            }
        }
        return 1;
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
        return sizes.getLast().rows();
    }

    /** Elements of each row, padded. */
    long elementsPerRow() {
        return members.getFirst().shape().elements(sizes.getLast().length());
    }

    /** Of all its members. */
    LatencyTier tier() {
        return members.getFirst().submission().tier();
    }

    /** What it should take. */
    double expectedNanos() {
        return sizes.getLast().nanos();
    }

    /** When it should be done, if it begins now. */
    long expectedEndNanos() {
        return nowNanos + (long) expectedNanos();
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
