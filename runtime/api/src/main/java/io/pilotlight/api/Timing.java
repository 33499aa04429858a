package io.pilotlight.api;

import java.time.Duration;

/**
 * Where a request's time went.
 *
 * @param queue from being accepted until its first item began to be computed
 * @param inference from then until its last item was computed
 */
public record Timing(Duration queue, Duration inference) {

    /** Of a request that took no work. */
    public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO);
}
