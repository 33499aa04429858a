package io.pilotlight.engine.lane;

import java.util.Iterator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The rows of one latency tier that wait, the earliest deadline first, and how much work they are. */
final class TierQueue {

    /** For so long after a row has come others like it are expected. */
    private static final long ABOUT_NANOS = 1_000_000_000;

    private final TreeSet<Row> rows = new TreeSet<>();
    private double workNanos;
    private boolean used;
    private long latestNanos;
    private double latestAloneNanos;
    private int turns;

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int size() {
        return rows.size();
    }

    /** Of all of them, at the pace of a long queue. */
    double workNanos() {
        return workNanos;
    }

    void add(Row row) {
        rows.add(row);
        workNanos += row.shareNanos();
        used = true;
        latestNanos = row.submission().acceptedNanos();
        latestAloneNanos = row.aloneNanos();
    }

    /** Whether somebody has asked a moment ago, and so may soon ask again. */
    boolean isAbout(long nowNanos) {
        return used && nowNanos - latestNanos < ABOUT_NANOS;
    }

    /** What the row that came last takes in a run of its own, as was expected then. */
    double latestAloneNanos() {
        return latestAloneNanos;
    }

    Row first() {
        return rows.first();
    }

    Row last() {
        return rows.last();
    }

    Row pollFirst() {
        Row row = rows.removeFirst();
        removed(row);
        return row;
    }

    /** Settles and forgets those whose deadline has passed. */
    void expire(long nowNanos) {
        while (!isEmpty() && first().deadline().hasPassed(nowNanos)) {
            Submission submission = pollFirst().submission();
            submission.fail(submission.expired());
        }
    }

    /** The earliest deadline first. */
    SortedSet<Row> all() {
        return rows;
    }

    /** Those that run after that one would. */
    SortedSet<Row> behind(Row row) {
        return rows.tailSet(row, false);
    }

    /** Offers so many rows in turn, and removes those that are taken. */
    void offerEach(Predicate<Row> taken, int limit) {
        Iterator<Row> each = rows.iterator();
        for (int looked = 0; looked < limit && each.hasNext(); looked++) {
            Row row = each.next();
            if (taken.test(row)) {
                each.remove();
                removed(row);
            }
        }
    }

    void remove(Submission submission) {
        for (Row row : submission.rows()) {
            if (rows.remove(row)) {
                removed(row);
            }
        }
    }

    private void removed(Row row) {
        workNanos = rows.isEmpty() ? 0 : workNanos - row.shareNanos(); // an empty queue forgets rounding
    }

    /** True for the last of so many questions, then from the beginning. */
    boolean isOnesTurnIn(int runs) {
        turns = (turns + 1) % runs;
        return turns == 0;
    }

    /** From the beginning. */
    void forgetTurns() {
        turns = 0;
    }
}
