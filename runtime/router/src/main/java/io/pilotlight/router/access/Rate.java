package io.pilotlight.router.access;

import java.time.Duration;

/** How often somebody may call: a token bucket that holds the calls of one second. Safe for use by many threads. */
public final class Rate {

    public static final Rate UNLIMITED = new Rate(0);

    private static final double NANOS = 1e9;

    private final int perSecond;
    private double tokens;
    private long lastNanos;
    private boolean used;

    /**
     * Unused yet.
     *
     * @param perSecond 0 for any number
     */
    public Rate(int perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("rate: expected at least 0, got " + perSecond);
        }
        this.perSecond = perSecond;
        this.tokens = perSecond;
    }

    int perSecond() {
        return perSecond;
    }

    /** Takes a call; if there is none left, the time until there is. */
    Duration take(long nowNanos) {
        return perSecond == 0 ? Duration.ZERO : takeToken(nowNanos);
    }

    private synchronized Duration takeToken(long nowNanos) {
        if (used) {
            tokens = Math.min(perSecond, tokens + (nowNanos - lastNanos) / NANOS * perSecond);
        }
        used = true;
        lastNanos = nowNanos;
        if (tokens >= 1) {
            tokens--;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
    }
}
