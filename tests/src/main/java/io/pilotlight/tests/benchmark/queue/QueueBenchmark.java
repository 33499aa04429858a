package io.pilotlight.tests.benchmark.queue;

import io.pilotlight.tests.benchmark.bare.Arrangement;
import io.pilotlight.tests.benchmark.bare.BareBenchmark;
import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.bare.BareSurvey;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.process.ChildProcess;
import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.KafkaProcess;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A backlog beside the bare model's best, known answers beside a bare transaction loop, and what an interactive caller notices of a
 * backlog.
 */
public final class QueueBenchmark {
    private static final int KNOWN_TEXTS = 500;
    private static final int KNOWN_TIMES = 2;

    /** Of a backlog, what goes before it unmeasured, until most is compiled. */
    private static final int WARM_UP_SHARE = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 100;

    private final BareCalls bare;
    private final Callers callers;
    private final BenchmarkOptions options;
    private final PrintStream out;

    public QueueBenchmark(BareCalls bare, Callers callers, BenchmarkOptions options, PrintStream out) {
        this.bare = bare;
        this.callers = callers;
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        BareSurvey survey = new BareBenchmark(bare, options.effort(), out).run();
        for (FunctionBuild build : options.servers(MeasuredFunction.EMBED)) {
            out.printf("### Queue, %s%n%n", build.label());
            try (KafkaProcess kafka = KafkaProcess.start()) {
                backlogs(kafka, build, survey);
                knownAnswers(kafka, build);
            }
        }
    }

    private static ServerProcess start(KafkaProcess kafka, FunctionBuild build, Map<String, String> more)
            throws InterruptedException {
        new RequestWriter(kafka.address()).close();
        Map<String, String> settings = new HashMap<>(more);
        settings.put("PILOTLIGHT_QUEUE_SERVERS", kafka.address());
        return ServerProcess.startPlanned(build, "queue", settings);
    }

    private void backlogs(KafkaProcess kafka, FunctionBuild build, BareSurvey survey) throws InterruptedException {
        MarkdownTable table = new MarkdownTable(
                "texts",
                "records",
                "bare, texts/s",
                "queue, texts/s",
                "of bare",
                "lowest and highest",
                "most resident, MB");
        try (ServerProcess replica = start(kafka, build, Map.of())) {
            out.printf("Plan: %s.%n%n", replica.planReason());
            for (Workload workload : List.of(Workload.SHORT, Workload.LONG)) {
                Progress.say("queue: a backlog of %s texts".formatted(workload.label()));
                backlog(kafka, replica, workload, effort().queuedTexts() / WARM_UP_SHARE, "warm-up");
                tell(table, workload, parts(kafka, replica, workload, survey.bestThroughput(workload)));
            }
            out.printf("Medians of the backlog's %d parts, bare calls before and after each.%n%n", effort().pairs());
            out.println(table);
            interactive(kafka, replica);
        }
    }

    /** A part of a backlog, and what bare calls did before and after it. */
    private record Part(BacklogRun run, double bareRate) {

        double ofBare() {
            return run.perSecond() / bareRate;
        }
    }

    private List<Part> parts(KafkaProcess kafka, ServerProcess replica, Workload workload, Arrangement best)
            throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        double before = bareRate(best, workload);
        for (int i = 0; i < effort().pairs(); i++) {
            BacklogRun run = backlog(kafka, replica, workload, partTexts(), "part-" + i);
            double after = bareRate(best, workload);
            parts.add(new Part(run, (before + after) / 2));
            before = after;
        }
        return parts;
    }

    private BacklogRun backlog(KafkaProcess kafka, ServerProcess replica, Workload workload, int count, String name)
            throws InterruptedException {
        return BacklogRun.of(
                kafka.address(),
                replica,
                new Texts(workload),
                callers.reserve(count),
                count,
                count,
                workload.label() + "-" + name);
    }

    private double bareRate(Arrangement best, Workload workload) throws InterruptedException {
        return bare.measure(best, workload, effort().roundWarmUp(), effort().round())
                .textsPerSecond();
    }

    private int partTexts() {
        return effort().queuedTexts() / effort().pairs();
    }

    private void tell(MarkdownTable table, Workload workload, List<Part> parts) {
        Distribution ofBare = Distribution.of(parts, Part::ofBare);
        table.add(
                workload.label(),
                "%d times %,d".formatted(parts.size(), partTexts()),
                MarkdownTable.figure(Distribution.of(parts, Part::bareRate).median(), 0),
                MarkdownTable.figure(
                        Distribution.of(parts, part -> part.run().perSecond()).median(), 0),
                MarkdownTable.percent(ofBare.median()),
                MarkdownTable.percent(ofBare.min()) + ", " + MarkdownTable.percent(ofBare.max()),
                parts.stream()
                        .map(part -> "%.0f".formatted(part.run().residentMegabytes()))
                        .collect(Collectors.joining(", ")));
    }

    private Effort effort() {
        return options.effort();
    }

    /** One caller who waits for each answer, without and with a backlog behind him. */
    private void interactive(KafkaProcess kafka, ServerProcess replica) throws InterruptedException {
        Duration time = effort().round().multipliedBy(effort().pairs()).dividedBy(2);
        callers.callFor(effort().roundWarmUp(), 1, Workload.SHORT, replica);
        LoadReport alone = callers.callFor(time, 1, Workload.SHORT, replica);
        int count = effort().queuedTexts();
        long first = callers.reserve(count);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<BacklogRun> backlog = thread.submit(() -> BacklogRun.of(
                    kafka.address(), replica, new Texts(Workload.SHORT), first, count, count, "beside", begun));
            if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new BenchmarkFailure("a backlog was not begun within " + PATIENCE.toSeconds() + " s");
            }
            LoadReport beside = callers.callFor(time, 1, Workload.SHORT, replica);
            boolean still = !backlog.isDone();
            tellInteractive(alone, beside, still, backlog.get());
        } catch (ExecutionException e) {
            throw new BenchmarkFailure("the backlog beside a caller: " + e.getCause(), e);
        }
    }

    private void tellInteractive(LoadReport alone, LoadReport beside, boolean still, BacklogRun backlog) {
        MarkdownTable table = new MarkdownTable(
                "an interactive caller", "requests", "median, ms", "90th percentile, ms", "99th percentile, ms");
        tell(table, "alone", alone);
        tell(table, "while a backlog of short texts is worked off", beside);
        out.println(table);
        out.printf(
                "The 99th percentile is %.1f times what it is alone%s. Of the backlog %.0f texts/s were worked off.%n%n",
                beside.latencyMillis().quantile(0.99) / alone.latencyMillis().quantile(0.99),
                still ? "" : "; the backlog was worked off before the caller was done",
                backlog.perSecond());
    }

    private static void tell(MarkdownTable table, String name, LoadReport report) {
        table.add(
                name,
                MarkdownTable.figure((double) report.texts(), 0),
                figure(report, 0.5),
                figure(report, 0.9),
                figure(report, 0.99));
    }

    private static String figure(LoadReport report, double quantile) {
        return MarkdownTable.figure(report.latencyMillis().quantile(quantile), 2);
    }

    private void knownAnswers(KafkaProcess kafka, FunctionBuild build) throws InterruptedException {
        int count = KNOWN_TIMES * effort().queuedTexts();
        try (ServerProcess replica = start(kafka, build, Map.of("PILOTLIGHT_CACHE_ENABLED", "true"))) {
            Texts texts = new Texts(Workload.SHORT);
            long first = callers.reserve(KNOWN_TEXTS);
            Progress.say("queue: known answers");
            BacklogRun.of(kafka.address(), replica, texts, first, count / 2, KNOWN_TEXTS, "unknown");
            BacklogRun known = BacklogRun.of(kafka.address(), replica, texts, first, count, KNOWN_TEXTS, "known");
            double bareRate = bareTransactions(kafka.address(), count, known.resultBytes());
            MarkdownTable table = new MarkdownTable("known answers, records/s", "bare loop", "queue", "of bare");
            table.add(
                    MarkdownTable.figure(count, 0) + " records, results of " + known.resultBytes() + " bytes",
                    MarkdownTable.figure(bareRate, 0),
                    MarkdownTable.figure(known.perSecond(), 0),
                    MarkdownTable.percent(known.perSecond() / bareRate));
            out.println(table);
        }
    }

    private static double bareTransactions(String servers, int count, int bytes) throws InterruptedException {
        ChildProcess process = ChildProcess.startServer(
                "bare-transactions",
                List.of(
                        JavaLauncher.path().toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        BareTransactions.class.getName(),
                        servers,
                        "embed.requests",
                        Integer.toString(count),
                        Integer.toString(bytes)),
                Map.of());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() - until < 0) {
            Thread.sleep(POLL_MILLIS);
        }
        try (process) {
            return Files.readAllLines(process.log()).stream()
                    .filter(line -> line.startsWith("rate "))
                    .mapToDouble(line -> Double.parseDouble(line.substring("rate ".length())))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkFailure("the bare loop said nothing, see " + process.log()));
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read " + process.log(), e);
        }
    }
}
