package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.time.Duration;
import java.util.List;

/** {@link LoadGenerator} in its own process, idle until it is asked. It never sends a text twice, unless it is asked to. */
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

    /** The index of the first of so many texts that are the asker's own from now on. */
    public long reserve(int texts) {
        long first = nextText;
        nextText += texts;
        return first;
    }

    public LoadReport callFor(Duration duration, int callers, Workload workload, ServerProcess server) {
        return distinct(callFor(duration, callers, workload, new TextOrder.Distinct(nextText), List.of(server.port())));
    }

    public LoadReport callTimes(long requests, int callers, Workload workload, ServerProcess server) {
        return distinct(
                callTimes(requests, callers, workload, new TextOrder.Distinct(nextText), List.of(server.port())));
    }

    private LoadReport distinct(LoadReport report) {
        nextText += report.texts();
        return report;
    }

    public LoadReport callFor(Duration duration, int callers, Workload workload, TextOrder order, List<Integer> ports) {
        return callFor(duration, callers, workload, order, "", ports);
    }

    /**
     * The same with more headers.
     *
     * @param headers each with its line end
     */
    public LoadReport callFor(
            Duration duration, int callers, Workload workload, TextOrder order, String headers, List<Integer> ports) {
        return process.ask(new Load(ports, callers, workload, order, headers, duration, Long.MAX_VALUE));
    }

    public LoadReport callTimes(long requests, int callers, Workload workload, TextOrder order, List<Integer> ports) {
        // Long enough for any number of requests, and far from overflowing nanoseconds.
        return process.ask(new Load(ports, callers, workload, order, "", Duration.ofDays(1), requests));
    }

    @Override
    public void close() {
        process.close();
    }
}
