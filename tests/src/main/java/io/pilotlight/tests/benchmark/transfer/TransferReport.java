package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a load got within its time; every answer was right, or there would be no report.
 *
 * @param cpuTime the processor time that the load generator itself took
 */
record TransferReport(Duration elapsed, Distribution latencyMillis, long requests, Duration cpuTime)
        implements Serializable {

    double requestsPerSecond() {
        return requests * 1e9 / elapsed.toNanos();
    }

    /** Of the tensor, one way. */
    double megabytesPerSecond() {
        return requestsPerSecond() * IdentityTensor.BYTES / 1e6;
    }
}
