package io.pilotlight.router.pool;

import io.pilotlight.router.decision.Candidate.Warmth;

import java.time.Duration;

/** Where a backend's endpoints come from, and go. Safe for use by many threads; nothing here waits. */
sealed interface Supply extends AutoCloseable permits ProcessSupply, AddressSupply {

    /** So many requests are under way or wait: endpoints for them are wanted. Called with each, and now and then. */
    void want(int requests);

    /** Requests will come, and are answered elsewhere meanwhile. */
    void wake();

    /** What becomes of requests that come when no endpoint is ready. */
    State state(long nowNanos);

    /**
     * How things are.
     *
     * @param warmth never {@link Warmth#WARM} without an endpoint, which the supply need not know
     * @param left of a start, or of the time until one is tried again
     * @param reason for which there is none, for callers; empty where there is no reason
     */
    record State(Warmth warmth, Duration left, String reason) {}

    /** Stops what it has started, in order, and waits for that. */
    @Override
    void close();
}
