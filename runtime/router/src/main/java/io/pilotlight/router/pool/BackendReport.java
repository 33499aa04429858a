package io.pilotlight.router.pool;

import io.pilotlight.router.decision.Candidate.Warmth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a backend is, for people.
 *
 * @param reason why it is broken; empty if it is not
 * @param lag records that wait in the queue that its processes work on; empty where that is not known, or there is no such queue
 * @param answer what small requests take, in the mean
 * @param coldStartParts of the last start
 */
public record BackendReport(
        Warmth warmth,
        String reason,
        int inFlight,
        int waiting,
        OptionalLong lag,
        Optional<Duration> answer,
        long coldStarts,
        Duration coldStart,
        Map<String, Duration> coldStartParts,
        List<Of> endpoints) {

    /**
     * How one of its endpoints is.
     *
     * @param pid 0 where it is no process of this machine
     */
    public record Of(String address, long pid, int inFlight, boolean ejected) {}
}
