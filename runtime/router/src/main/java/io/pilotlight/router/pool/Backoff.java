package io.pilotlight.router.pool;

import java.time.Duration;

/** When something that failed is tried again: later each time, up to a minute; at once after it worked. Not safe for use by many threads. */
public final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private int failures;
    private long untilNanos;

    /** It failed once more. */
    public void failed(long nowNanos) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        untilNanos = nowNanos + (pause.compareTo(LONGEST) > 0 ? LONGEST : pause).toNanos();
    }

    public void worked() {
        failures = 0;
    }

    /** What is left until it may be tried; zero where it may. */
    public Duration left(long nowNanos) {
        return failures == 0 || untilNanos - nowNanos <= 0 ? Duration.ZERO : Duration.ofNanos(untilNanos - nowNanos);
    }
}
