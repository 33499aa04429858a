package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;

/**
 * What callers who wait for each answer got within the measured time.
 *
 * @param latencyMillis from asking to being answered
 */
public record ClosedLoopReport(long answers, Duration elapsed, Distribution latencyMillis) implements Serializable {

    public double requestsPerSecond() {
        return answers * 1e9 / elapsed.toNanos();
    }
}
