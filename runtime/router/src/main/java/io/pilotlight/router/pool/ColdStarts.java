package io.pilotlight.router.pool;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The starts of a backend's endpoints: how many, how long they took, and the parts of the last one. Not safe for use by many threads. */
final class ColdStarts {

    private long count;
    private double meanNanos;
    private double deviationNanos;
    private Map<String, Duration> parts = Map.of();

    /**
     * None yet.
     *
     * @param guess what one may take while none is known
     */
    ColdStarts(Duration guess) {
        this.meanNanos = guess.toNanos();
    }

    void observe(Duration duration, Map<String, Duration> itsParts) {
        double nanos = duration.toNanos();
        if (count++ == 0) {
            meanNanos = nanos;
            deviationNanos = nanos / 4;
        } else {
            deviationNanos += (Math.abs(nanos - meanNanos) - deviationNanos) / 4;
            meanNanos += (nanos - meanNanos) / 4;
        }
        parts = new TreeMap<>(itsParts);
    }

    long count() {
        return count;
    }

    /** What one may take. */
    Duration expected() {
        return Duration.ofNanos(Math.round(meanNanos + 2 * deviationNanos));
    }

    Duration mean() {
        return Duration.ofNanos(Math.round(meanNanos));
    }

    Map<String, Duration> parts() {
        return parts;
    }
}
