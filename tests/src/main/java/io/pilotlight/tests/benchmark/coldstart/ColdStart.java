package io.pilotlight.tests.benchmark.coldstart;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.process.ProcessStatus;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the moment before a server's process exists to its first correct answer, again and again, the kinds of server in
 * turns; and what is resident right after it. The files are in the page cache, as they are on a node that has run the
 * function before: one start of each kind, not counted, brings them there and warms the code that measures.
 */
public final class ColdStart {
    private static final Workload WORKLOAD = Workload.SHORT;

    private final BareCalls bare;
    private final BenchmarkOptions options;
    private final PrintStream out;
    private final Map<Series, List<Double>> values = new LinkedHashMap<>();

    /** One line of the table. */
    private record Series(FunctionBuild build, String part) {}

    public ColdStart(BareCalls bare, BenchmarkOptions options, PrintStream out) {
        this.bare = bare;
        this.options = options;
        this.out = out;
    }

    public void run() throws IOException {
        int starts = options.effort().coldStarts();
        for (int run = 0; run <= starts; run++) {
            Progress.say(
                    run == 0 ? "cold start: a first one, not counted" : "cold start %d of %d".formatted(run, starts));
            for (FunctionBuild build : options.servers(MeasuredFunction.EMBED)) {
                start(build, run);
            }
            if (run == 0) {
                values.clear();
            }
        }
        out.printf("### Cold start%n%n");
        out.printf("%d starts of each server, in turns; milliseconds since exec, megabytes of 10⁶ bytes.%n%n", starts);
        out.println(table());
    }

    private void start(FunctionBuild build, int run) throws IOException {
        String text = new Texts(WORKLOAD).at(run);
        Embedding expected = bare.embed(text);
        try (ServerProcess server = ServerProcess.start(build)) {
            FirstAnswer answer = FirstAnswer.await(server, text);
            ProcessStatus status = server.status();
            answer.embedding().requireSameAs(expected, text);
            record(build, "exec to first accepted connection, ms", answer.untilAcceptedMillis());
            record(build, "exec to first correct answer, ms", answer.untilAnsweredMillis());
            InitPhases.readMillis(server.metrics())
                    .forEach((phase, millis) ->
                            record(build, "the server's own phase `%s`, ms".formatted(phase), millis));
            record(build, "resident memory, MB", status.residentBytes() / 1e6);
            record(build, "of it anonymous, MB", status.anonymousBytes() / 1e6);
            record(build, "of it mapped files, MB", status.fileBytes() / 1e6);
        }
    }

    private void record(FunctionBuild build, String part, double value) {
        values.computeIfAbsent(new Series(build, part), _ -> new ArrayList<>()).add(value);
    }

    private String table() {
        MarkdownTable table = new MarkdownTable("server", "what", "min", "median", "p90", "max");
        for (FunctionBuild build : options.servers(MeasuredFunction.EMBED)) {
            values.forEach((series, samples) -> {
                if (series.build().equals(build)) {
                    Distribution distribution = Distribution.of(samples);
                    table.add(
                            build.label(),
                            series.part(),
                            MarkdownTable.figure(distribution.min(), 1),
                            MarkdownTable.figure(distribution.median(), 1),
                            MarkdownTable.figure(distribution.quantile(0.9), 1),
                            MarkdownTable.figure(distribution.max(), 1));
                }
            });
        }
        return table.toString();
    }
}
