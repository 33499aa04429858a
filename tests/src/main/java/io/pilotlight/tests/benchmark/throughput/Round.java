package io.pilotlight.tests.benchmark.throughput;

import io.pilotlight.tests.benchmark.bare.BareReport;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.report.Machine;

import java.time.Duration;

/**
 * Bare calls and, right after them, the server.
 *
 * @param best the best bare arrangement for this load
 * @param oneThread one call after the other on one thread: the same call that the server makes for a lonely request
 * @param serverCpu the processor time that the server took
 * @param busy the processor time that everything on the machine took meanwhile
 */
record Round(BareReport best, BareReport oneThread, LoadReport server, Duration serverCpu, Duration busy) {

    /** The server's share of what the best bare arrangement does. */
    double ratio() {
        return server.requestsPerSecond() / best.textsPerSecond();
    }

    double overBestMillis() {
        return server.latencyMillis().median() - best.callMillis().median();
    }

    double overOneThreadMillis() {
        return server.latencyMillis().median() - oneThread.callMillis().median();
    }

    /** The share of all cores that the load generator took from the server. */
    double loadCpuShare() {
        return cpuShare(server.cpuTime());
    }

    double serverCpuShare() {
        return cpuShare(serverCpu);
    }

    /** What neither of the two took: other work on the machine, which makes the figures worth less. */
    double othersCpuShare() {
        return Math.max(0, cpuShare(busy) - serverCpuShare() - loadCpuShare());
    }

    private double cpuShare(Duration cpuTime) {
        return (double) cpuTime.toNanos() / server.elapsed().toNanos() / Machine.cores();
    }
}
