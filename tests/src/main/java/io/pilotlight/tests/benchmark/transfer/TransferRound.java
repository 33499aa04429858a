package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.Machine;

import java.time.Duration;

/**
 * The echo and, right after it, the server.
 *
 * @param echoCpu the processor time that the echo took
 * @param serverCpu the processor time that the server took
 * @param busy the processor time that everything on the machine took meanwhile
 */
record TransferRound(TransferReport echo, Duration echoCpu, TransferReport server, Duration serverCpu, Duration busy) {

    /** The server's share of what the echo does. */
    double ratio() {
        return server.requestsPerSecond() / echo.requestsPerSecond();
    }

    /** How much longer an answer of the server takes. */
    double overEchoMillis() {
        return server.latencyMillis().median() - echo.latencyMillis().median();
    }

    /** Of one request; less than the paces, it depends on what else the machine does. */
    double echoCpuMillis() {
        return echoCpu.toNanos() / 1e6 / echo.requests();
    }

    double serverCpuMillis() {
        return serverCpu.toNanos() / 1e6 / server.requests();
    }

    /** What neither the server nor the load generator took: other work on the machine, which makes figures worth less. */
    double othersCpuShare() {
        Duration others = busy.minus(serverCpu).minus(server.cpuTime());
        return Math.max(0, (double) others.toNanos() / server.elapsed().toNanos() / Machine.cores());
    }
}
