package io.pilotlight.api;

import java.time.Duration;

/**
 * The moment after which nobody wants the answer, on the clock of {@link System#nanoTime()}: comparable inside this
 * process only. On the wire it travels as the remaining time.
 *
 * @param nanos compared by subtraction, since the clock may wrap around
 */
public record Deadline(long nanos) implements Comparable<Deadline> {

    /** Beyond any caller's patience; keeps the subtraction of two deadlines from overflowing. */
    private static final Duration FARTHEST = Duration.ofDays(365);

    public static Deadline after(Duration remaining, long nowNanos) {
        if (remaining.isNegative()) {
            return new Deadline(nowNanos);
        }
        Duration bounded = remaining.compareTo(FARTHEST) > 0 ? FARTHEST : remaining;
        return new Deadline(nowNanos + bounded.toNanos());
    }

    /** Zero or negative once it has passed. */
    public long remainingNanos(long nowNanos) {
        return nanos - nowNanos;
    }

    public boolean hasPassed(long nowNanos) {
        return remainingNanos(nowNanos) <= 0;
    }

    @Override
    public int compareTo(Deadline other) {
        return Long.signum(nanos - other.nanos);
    }
}
