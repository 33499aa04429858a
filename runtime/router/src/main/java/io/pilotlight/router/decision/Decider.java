package io.pilotlight.router.decision;

import java.util.List;

/** Chooses where a request is answered. Pure: the same question always gets the same answer. */
@FunctionalInterface
public interface Decider {

    /**
     * Chooses.
     *
     * @param candidates pools whose answers the caller may get; at least one
     * @param nowNanos on the clock of {@link System#nanoTime()}
     */
    Decision decide(Inquiry inquiry, List<Candidate> candidates, long nowNanos);
}
