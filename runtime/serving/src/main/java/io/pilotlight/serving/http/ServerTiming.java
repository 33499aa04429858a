package io.pilotlight.serving.http;

import io.pilotlight.api.Timing;

import java.time.Duration;

/** The {@code Server-Timing} header (W3C Server Timing): durations in milliseconds. */
public final class ServerTiming {

    private ServerTiming() {}

    public static String of(Timing timing) {
        return "queue;dur=" + millis(timing.queue()) + ", infer;dur=" + millis(timing.inference());
    }

    /** Three decimals, without the cost of a formatter. */
    private static String millis(Duration duration) {
        long micros = Math.max(0, duration.toNanos() / 1_000);
        String fraction = String.valueOf(1_000 + micros % 1_000);
        return micros / 1_000 + "." + fraction.substring(1);
    }
}
