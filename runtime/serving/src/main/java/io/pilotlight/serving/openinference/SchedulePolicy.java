package io.pilotlight.serving.openinference;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.json.JsonErrors;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The protocol's schedule policy extension: how soon an answer is wanted, and before whose. */
final class SchedulePolicy {

    private static final String TIMEOUT = "timeout";
    private static final String PRIORITY = "priority";

    private SchedulePolicy() {}

    /**
     * The latency tier of a request: 1 is the highest priority, {@code realtime}; 2 is {@code interactive}; what is beneath
     * them is {@code batch}.
     *
     * @param parameters of the request; a priority of 0 is none
     * @throws InferenceException {@code INVALID_REQUEST} if the priority is no such number
     */
    static LatencyTier tier(Map<String, Object> parameters, LatencyTier ofHeaders) {
        long priority = number(parameters, PRIORITY, "a priority, 1 is the highest");
        if (priority == 0) {
            return ofHeaders;
        }
        if (priority == 1) {
            return LatencyTier.REALTIME;
        }
        return priority == 2 ? LatencyTier.INTERACTIVE : LatencyTier.BATCH;
    }

    /**
     * The deadline of a request: its own timeout, in microseconds, or that of its headers if that is earlier.
     *
     * @param parameters of the request; a timeout of 0 is none
     * @throws InferenceException {@code INVALID_REQUEST} if the timeout is no such number
     */
    static Deadline deadline(Map<String, Object> parameters, Deadline ofHeaders, long nowNanos) {
        long micros = number(parameters, TIMEOUT, "microseconds");
        if (micros == 0) {
            return ofHeaders;
        }
        Deadline own = Deadline.after(Duration.of(micros, ChronoUnit.MICROS), nowNanos);
        return own.compareTo(ofHeaders) < 0 ? own : ofHeaders;
    }

    private static long number(Map<String, Object> parameters, String name, String expected) {
        return switch (parameters.get(name)) {
            case null -> 0;
            case Integer number when number >= 0 -> number;
            case Long number when number >= 0 -> number;
            case Object other ->
                throw InferenceException.invalid(
                        name,
                        "parameter `" + name + "`: expected " + expected + ", got "
                                + JsonErrors.abbreviate(other.toString()));
        };
    }
}
