package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.RowShape;

/**
 * One item of a submission, waiting for a lane.
 *
 * @param index of the item in its request
 * @param aloneNanos what it is expected to take in a run of its own
 * @param shareNanos what it is expected to add to a long queue, in which it may share a run
 * @param sequence in which it was queued; breaks ties between equal deadlines
 */
record Row(
        Submission submission,
        int index,
        Tensors inputs,
        RowShape shape,
        double aloneNanos,
        double shareNanos,
        long sequence)
        implements Comparable<Row> {

    /** How many times the usual time of a run must be left: half of all runs take longer than usual. */
    private static final double NEEDED = 1.25;

    /** Of the time that its caller gave, what the answer needs for its way back. */
    private static final double WAY_BACK = 0.03;

    /** What must be left before its deadline for it to be promised an answer. */
    double neededNanos() {
        return NEEDED * aloneNanos + WAY_BACK * deadline().remainingNanos(submission.acceptedNanos());
    }

    Deadline deadline() {
        return submission.deadline();
    }

    /** The earliest deadline first, then first come, first served. */
    @Override
    public int compareTo(Row other) {
        int byDeadline = deadline().compareTo(other.deadline());
        return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
    }
}
