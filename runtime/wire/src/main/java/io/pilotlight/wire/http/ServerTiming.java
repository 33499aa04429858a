package io.pilotlight.wire.http;

import io.pilotlight.api.Timing;

/** The {@code Server-Timing} header (W3C Server Timing): durations in milliseconds. */
public final class ServerTiming {

    private ServerTiming() {}

    public static String of(Timing timing) {
        return "queue;dur=" + Durations.millis(timing.queue()) + ", infer;dur=" + Durations.millis(timing.inference());
    }
}
