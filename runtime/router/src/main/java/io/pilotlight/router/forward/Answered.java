package io.pilotlight.router.forward;

import io.pilotlight.api.Timing;
import io.pilotlight.router.decision.Decision;
import io.pilotlight.wire.http.Durations;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the router says of an answer beside what its endpoint says.
 *
 * @param timing at this endpoint, and in the queue for it
 * @param start that it waited for, by part; empty where it waited for none
 */
record Answered(
        Decision decision, Duration routing, Timing timing, Optional<Map<String, Duration>> start, Duration waited) {

    /** As entries of {@code Server-Timing}. */
    String serverTiming() {
        StringBuilder timing = new StringBuilder("router;dur=").append(Durations.millis(routing));
        start.ifPresent(parts -> {
            timing.append(", cold-start;dur=").append(Durations.millis(waited));
            parts.forEach((part, took) ->
                    timing.append(", cold-start-").append(part).append(";dur=").append(Durations.millis(took)));
        });
        return timing.toString();
    }
}
