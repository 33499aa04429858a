package io.pilotlight.tests.benchmark.routing;

import io.pilotlight.tests.benchmark.load.LoadReport;

import java.time.Duration;

/**
 * Three loads, one right after the other.
 *
 * @param plain through the plain proxy
 * @param full through the router with all that it does
 * @param bypassing through the router, told to keep nothing and to look nothing up
 */
record RoutingRound(Measured plain, Measured full, Measured bypassing) {

    /** @param cpu the processor time of what was measured */
    record Measured(LoadReport load, Duration cpu) {

        double perSecond() {
            return load.requestsPerSecond();
        }

        double p50() {
            return load.latencyMillis().median();
        }

        double p99() {
            return load.latencyMillis().quantile(0.99);
        }

        double cpuMicros() {
            return cpu.toNanos() / 1e3 / load.requests();
        }
    }
}
