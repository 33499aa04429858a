package io.pilotlight.serving.openinference;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.json.JsonErrors;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The protocol's schedule policy extension, of which the timeout is honoured: how soon an answer is wanted. */
final class SchedulePolicy {

    private static final String TIMEOUT = "timeout";

    private SchedulePolicy() {}

    /**
     * The deadline of a request: its own timeout, in microseconds, or that of its headers if that is earlier.
     *
     * @param parameters of the request; a timeout of 0 is none
     * @throws InferenceException {@code INVALID_REQUEST} if the timeout is no such number
     */
    static Deadline deadline(Map<String, Object> parameters, Deadline ofHeaders, long nowNanos) {
        Object timeout = parameters.get(TIMEOUT);
        long micros = timeout == null ? 0 : micros(timeout);
        if (micros == 0) {
            return ofHeaders;
        }
        Deadline own = Deadline.after(Duration.of(micros, ChronoUnit.MICROS), nowNanos);
        return own.compareTo(ofHeaders) < 0 ? own : ofHeaders;
    }

    private static long micros(Object timeout) {
        boolean integer = timeout instanceof Integer || timeout instanceof Long;
        if (!integer || ((Number) timeout).longValue() < 0) {
            throw InferenceException.invalid(
                    TIMEOUT,
                    "parameter `timeout`: expected microseconds, got " + JsonErrors.abbreviate(timeout.toString()));
        }
        return ((Number) timeout).longValue();
    }
}
