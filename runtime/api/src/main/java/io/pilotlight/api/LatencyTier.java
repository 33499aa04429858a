package io.pilotlight.api;

import java.util.Locale;

/** How soon the caller wants the answer. Not where it runs: that is a pool. */
public enum LatencyTier {
    /** A machine or a person waits for every millisecond. */
    REALTIME,
    /** A person waits. */
    INTERACTIVE,
    /** Nobody waits; throughput counts. */
    BATCH;

    /**
     * Reads the form of the {@code Pilotlight-Latency-Tier} header.
     *
     * @throws IllegalArgumentException naming the tiers there are
     */
    public static LatencyTier parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "realtime" -> REALTIME;
            case "interactive" -> INTERACTIVE;
            case "batch" -> BATCH;
            default ->
                throw new IllegalArgumentException(
                        "latency tier: expected realtime, interactive or batch, got \"" + text + "\"");
        };
    }
}
