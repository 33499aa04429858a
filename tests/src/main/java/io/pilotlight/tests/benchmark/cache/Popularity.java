package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.plot.LineChart;
import io.pilotlight.tests.benchmark.plot.Series;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that are asked about as often as Zipf's law has it, from a cache that knows none of them on: how many computations that
 * saves, and how much faster it is, as the cache learns.
 */
final class Popularity {
    private static final int TEXTS = 10_000;
    private static final int CALLERS = 8;
    private static final int STEPS = 10;
    private static final Workload WORKLOAD = Workload.SHORT;

    /** From the repository's root. */
    private static final Path CHART = Path.of("tests", "target", "cache.svg");

    private final Bench bench;
    private final List<Run> runs = new ArrayList<>();

    /** A part of the requests, and what they took. */
    private record Step(LoadReport load, double inferences) {

        double saved() {
            return 1 - inferences / load.requests();
        }
    }

    private record Run(FunctionBuild build, Keeping keeping, int replicas, List<Step> steps) {

        String label() {
            return "%s, %s".formatted(build.label(), keeping.label());
        }

        long requests() {
            return steps.stream().mapToLong(step -> step.load().requests()).sum();
        }

        double inferences() {
            return steps.stream().mapToDouble(Step::inferences).sum();
        }

        double requestsPerSecond() {
            return requests()
                    * 1e9
                    / steps.stream()
                            .mapToLong(step -> step.load().elapsed().toNanos())
                            .sum();
        }

        Series series() {
            List<Series.Point> points = new ArrayList<>();
            long before = 0;
            for (Step step : steps) {
                before += step.load().requests();
                points.add(new Series.Point(before / 1e3, step.load().requestsPerSecond()));
            }
            return new Series(label(), points);
        }
    }

    Popularity(Bench bench) {
        this.bench = bench;
    }

    void measure(FunctionBuild build, InfinispanProcess infinispan) throws InterruptedException {
        long first = bench.callers().reserve(TEXTS);
        for (Keeping keeping : List.of(Keeping.NOWHERE, Keeping.MEMORY)) {
            try (ServerProcess server = bench.start(build, "popular", keeping, infinispan)) {
                runs.add(new Run(build, keeping, 1, steps(build, keeping, first, List.of(server))));
            }
        }
        try (ServerProcess one = bench.start(build, "one", Keeping.BOTH, infinispan);
                ServerProcess other = bench.start(build, "other", Keeping.BOTH, infinispan)) {
            runs.add(new Run(build, Keeping.BOTH, 2, steps(build, Keeping.BOTH, first, List.of(one, other))));
        }
    }

    private List<Step> steps(FunctionBuild build, Keeping keeping, long first, List<ServerProcess> servers) {
        Progress.say("cache: popular texts, %s server, answers kept in %s".formatted(build.label(), keeping.label()));
        List<Integer> ports = servers.stream().map(ServerProcess::port).toList();
        TextOrder.Zipf order = TextOrder.Zipf.of(first, TEXTS);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            double before = inferences(servers);
            LoadReport load = bench.checked(bench.callers()
                    .callTimes(bench.effort().popularRequests() / STEPS, CALLERS, WORKLOAD, order, ports));
            steps.add(new Step(load, inferences(servers) - before));
            order = order.after(load.texts());
        }
        return steps;
    }

    private static double inferences(List<ServerProcess> servers) {
        return servers.stream()
                .mapToDouble(server -> server.counter("pilotlight_inference_items_total"))
                .sum();
    }

    void print(PrintStream out) {
        out.printf(
                "%,d requests by %d callers for %,d short texts, each as often as Zipf's law of exponent 1 has it, by caches that know none of them at first. `%s` shows how that goes on.%n%n",
                bench.effort().popularRequests(), CALLERS, TEXTS, CHART);
        MarkdownTable table = new MarkdownTable(
                "server",
                "answers are kept in",
                "replicas",
                "texts/s",
                "times as many",
                "inferences",
                "saved",
                "saved of the last tenth");
        for (Run run : runs) {
            table.add(
                    run.build().label(),
                    run.keeping().label(),
                    run.replicas(),
                    MarkdownTable.figure(run.requestsPerSecond(), 0),
                    MarkdownTable.figure(
                            run.requestsPerSecond() / withoutCache(run.build()).requestsPerSecond(), 1),
                    MarkdownTable.figure(run.inferences(), 0),
                    MarkdownTable.percent(1 - run.inferences() / run.requests()),
                    MarkdownTable.percent(run.steps().getLast().saved()));
        }
        out.println(table);
        draw();
    }

    private Run withoutCache(FunctionBuild build) {
        return runs.stream()
                .filter(run -> run.build().equals(build) && run.keeping() == Keeping.NOWHERE)
                .findFirst()
                .orElseThrow();
    }

    private void draw() {
        LineChart chart = new LineChart(
                "Texts that are asked about as Zipf's law has it",
                "requests so far, thousands",
                "texts/s",
                runs.stream().map(Run::series).toList());
        try {
            Files.createDirectories(CHART.getParent());
            Files.writeString(CHART, chart.toSvg());
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write " + CHART, e);
        }
    }
}
