package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Workload;

import java.time.Duration;
import java.util.List;

/** {@link LoadGenerator} in its own process, idle until it is asked; it never sends a text twice. */
public final class Callers implements AutoCloseable {
    private final HelperProcess process;
    private long nextText;

    private Callers(HelperProcess process) {
        this.process = process;
    }

    public static Callers start() {
        // A small heap, one collector thread and no second compiler: its own upkeep should not compete with the server.
        return new Callers(HelperProcess.start(
                LoadGenerator.class, List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1")));
    }

    public LoadReport callFor(Duration duration, int callers, Workload workload, ServerProcess server) {
        return call(duration, Long.MAX_VALUE, callers, workload, server);
    }

    public LoadReport callTimes(long requests, int callers, Workload workload, ServerProcess server) {
        // Long enough for any number of requests, and far from overflowing nanoseconds.
        return call(Duration.ofDays(1), requests, callers, workload, server);
    }

    private LoadReport call(Duration duration, long maxRequests, int callers, Workload workload, ServerProcess server) {
        LoadReport report = process.ask(new Load(server.port(), callers, workload, nextText, duration, maxRequests));
        nextText = report.nextText();
        return report;
    }

    @Override
    public void close() {
        process.close();
    }
}
