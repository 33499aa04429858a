package io.pilotlight.wire.http;

import java.time.Duration;

/** Durations as headers have them. */
public final class Durations {

    private Durations() {}

    /** Milliseconds with three decimals, without the cost of a formatter. */
    public static String millis(Duration duration) {
        long micros = Math.max(0, duration.toNanos() / 1_000);
        String fraction = String.valueOf(1_000 + micros % 1_000);
        return micros / 1_000 + "." + fraction.substring(1);
    }
}
