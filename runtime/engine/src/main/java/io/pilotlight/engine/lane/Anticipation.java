package io.pilotlight.engine.lane;

import io.pilotlight.api.LatencyTier;

/**
 * Who asks one thing after the other asks again just after he has been answered. A lane that took a row of a backlog in between would
 * have him wait for all of its run, each time; a lane that waits a moment loses little. After Iyer and Druschel, Anticipatory
 * scheduling: a disk scheduling framework to overcome deceptive idleness in synchronous I/O (SOSP 2001).
 */
final class Anticipation {

    /** So many times what his answer took he is expected back within. */
    private static final double RUNS = 2;

    /** However long it took: what passes between an answer and the next request is the caller's time, and the network's. */
    private static final long MOST_NANOS = 5_000_000;

    private boolean used;
    private long untilNanos;

    /** That run is over. */
    void ended(Batch batch, long nowNanos) {
        if (batch.tier() != LatencyTier.BATCH) {
            untilNanos = nowNanos + Math.min(MOST_NANOS, (long) (RUNS * batch.expectedNanos()));
            used = true;
        }
    }

    /** For how long somebody is still expected, from now on; zero if nobody is. */
    long leftNanos(long nowNanos) {
        return used ? Math.max(0, untilNanos - nowNanos) : 0;
    }
}
