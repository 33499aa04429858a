package io.pilotlight.router.decision;

import java.time.Duration;

/**
 * What is known of a function in one pool.
 *
 * @param cost of an answer from there, in the unit that all pools share
 * @param warmth whether something there can answer at once
 * @param answer how long an answer is expected to take once somebody works on it, waiting for its turn included, and not just in half of
 *     all cases; zero while nothing is known
 * @param start what is left of a start until then; zero if it is warm
 * @param stale whether so much time has passed since the last answer that the expectation may no longer hold
 */
public record Candidate(String pool, double cost, Warmth warmth, Duration answer, Duration start, boolean stale) {

    /** What a pool can do at the moment. */
    public enum Warmth {
        /** An endpoint is ready. */
        WARM,
        /** One is being started. */
        STARTING,
        /** None, and one can be started. */
        COLD,
        /** None, and starting one has failed so lately that it is not tried yet; or all have failed. */
        BROKEN
    }

    public boolean isWarm() {
        return warmth == Warmth.WARM;
    }

    Duration expected() {
        return start.plus(answer);
    }
}
