package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.Tensors;

/**
 * One item of a submission, waiting for a lane. Rows of different submissions never share tensors: a model whose answers
 * depend on their neighbours stays right, and the others lose nothing by it on a CPU.
 *
 * @param index of the item in its request
 * @param sequence in which it was queued; breaks ties between equal deadlines
 */
record Row(Submission submission, int index, Tensors inputs, long sequence) implements Comparable<Row> {

    Deadline deadline() {
        return submission.deadline();
    }

    /** The more urgent tier first, in it the earliest deadline, then first come, first served. */
    @Override
    public int compareTo(Row other) {
        int byTier = submission.tier().compareTo(other.submission.tier());
        if (byTier != 0) {
            return byTier;
        }
        int byDeadline = deadline().compareTo(other.deadline());
        return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
    }
}
