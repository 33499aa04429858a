package io.pilotlight.router.pool;

import java.time.Duration;
import java.util.Optional;

/**
 * How many answers a second a backend gives while it is busy: what a newcomer's turn is predicted from. Counted over the last seconds, the
 * older the less. Not safe for use by many threads.
 */
final class Completions {

    private static final double MEMORY_NANOS = Duration.ofSeconds(3).toNanos();

    private static final double ENOUGH = 4;

    /** Answers of less than a second of being busy say too little: a pause of the router's own would pass for the backend's speed. */
    private static final double ENOUGH_NANOS = Duration.ofSeconds(1).toNanos();

    /** Of the time that was looked at, what is foretold at most: what held up some answers need not hold up thousands. */
    private static final double FORESIGHT = 30;

    private double count;
    private double nanos;
    private long lastNanos;
    private boolean busy;

    /** One more. Time in which nobody waited is left out: then it shows what was asked, not what could be done. */
    void add(boolean waiting, long nowNanos) {
        if (busy) {
            double passed = nowNanos - lastNanos;
            double kept = Math.exp(-passed / MEMORY_NANOS);
            count = count * kept + 1;
            nanos = nanos * kept + passed;
        }
        busy = waiting;
        lastNanos = nowNanos;
    }

    /** Until so many have been answered, or as long as can be foretold; empty while nothing is known. */
    Optional<Duration> until(int answers) {
        return count < ENOUGH || nanos < ENOUGH_NANOS
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.round(nanos * Math.min(answers / count, FORESIGHT))));
    }
}
