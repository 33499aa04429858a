package io.pilotlight.tests.benchmark.soak;

import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.load.AnswerCheck;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.process.ProcessStatus;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Hundreds of thousands of requests, and whether memory, file descriptors or threads grow meanwhile. */
public final class Soak {
    private static final int CALLERS = 8;
    private static final int CHECKPOINTS = 10;

    /** What came before the end of the first third is the server's settling; growth counts from there. */
    private static final int BASE_CHECKPOINT = 3;

    private final AnswerCheck answers;
    private final Callers callers;
    private final BenchmarkOptions options;
    private final PrintStream out;

    /** The server after so many requests. */
    private record Checkpoint(long requests, LoadReport load, ProcessStatus status) {}

    public Soak(BareCalls bare, Callers callers, BenchmarkOptions options, PrintStream out) {
        this.answers = new AnswerCheck(bare);
        this.callers = callers;
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        for (FunctionBuild build : options.servers(MeasuredFunction.EMBED)) {
            try (ServerProcess server = ServerProcess.start(build)) {
                server.awaitReady();
                server.awaitPlan();
                print(build, soak(server));
            }
        }
    }

    private List<Checkpoint> soak(ServerProcess server) {
        long requestsEach = options.effort().soakRequests() / CHECKPOINTS;
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int i = 1; i <= CHECKPOINTS; i++) {
            LoadReport load = callers.callTimes(requestsEach, CALLERS, Workload.MIXED, server);
            answers.check(load);
            Checkpoint checkpoint = new Checkpoint(i * requestsEach, load, server.status());
            checkpoints.add(checkpoint);
            Progress.say("soak: %s server, %,d requests, %s MB resident, %d open files"
                    .formatted(
                            server.build().label(),
                            checkpoint.requests(),
                            megabytes(checkpoint.status().residentBytes()),
                            checkpoint.status().openFiles()));
        }
        return checkpoints;
    }

    private void print(FunctionBuild build, List<Checkpoint> checkpoints) {
        out.printf("### Soak, %s%n%n", build.label());
        out.printf(
                "%,d requests by %d callers, one long text in ten; megabytes of 10⁶ bytes.%n%n",
                checkpoints.getLast().requests(), CALLERS);
        out.println(table(checkpoints));
        out.println(growth(checkpoints.get(BASE_CHECKPOINT - 1), checkpoints.getLast()));
    }

    private static String table(List<Checkpoint> checkpoints) {
        MarkdownTable table = new MarkdownTable(
                "requests", "errors", "texts/s", "resident, MB", "anonymous, MB", "open files", "threads");
        for (Checkpoint checkpoint : checkpoints) {
            ProcessStatus status = checkpoint.status();
            table.add(
                    "%,d".formatted(checkpoint.requests()),
                    checkpoint.load().errors(),
                    MarkdownTable.figure(checkpoint.load().requestsPerSecond(), 0),
                    megabytes(status.residentBytes()),
                    megabytes(status.anonymousBytes()),
                    status.openFiles(),
                    status.threads());
        }
        return table.toString();
    }

    private static String growth(Checkpoint base, Checkpoint end) {
        return "Growth from %,d to %,d requests: resident %+.1f MB, anonymous %+.1f MB, open files %+d, threads %+d.%n"
                .formatted(
                        base.requests(),
                        end.requests(),
                        (end.status().residentBytes() - base.status().residentBytes()) / 1e6,
                        (end.status().anonymousBytes() - base.status().anonymousBytes()) / 1e6,
                        end.status().openFiles() - base.status().openFiles(),
                        end.status().threads() - base.status().threads());
    }

    private static String megabytes(long bytes) {
        return MarkdownTable.figure(bytes / 1e6, 1);
    }
}
