package io.pilotlight.tests.benchmark.routing;

import io.pilotlight.tests.benchmark.coldstart.FirstAnswer;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.RouterProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the router adds to a start from nothing: its first answer beside that of a process that is started without it, in turns. */
final class FromZero {
    private static final long POLL_MILLIS = 50;

    private final Effort effort;
    private final PrintStream out;

    FromZero(Effort effort, PrintStream out) {
        this.effort = effort;
        this.out = out;
    }

    void run() throws InterruptedException {
        out.printf(
                "From nothing to the first answer, %d starts of each in turns, milliseconds; and the router's memory while it waits.%n%n",
                effort.coldStarts());
        MarkdownTable table = new MarkdownTable(
                "function", "process alone, median", "p90", "through the router, median", "p90", "router, MB");
        for (FunctionBuild build : MeasuredFunction.EMBED.built()) {
            measure(build, table);
        }
        out.println(table);
    }

    private void measure(FunctionBuild build, MarkdownTable table) throws InterruptedException {
        List<Double> alone = new ArrayList<>();
        List<Double> routed = new ArrayList<>();
        try (RouterProcess router = RouterProcess.start(source(build), Map.of("PILOTLIGHT_CACHE_ENABLED", "false"))) {
            for (int run = 0; run <= effort.coldStarts(); run++) {
                Progress.say(
                        "router: start %d of %d from nothing, %s".formatted(run, effort.coldStarts(), build.label()));
                String text = new Texts(Workload.SHORT).at(run);
                double first = alone(build, text);
                double through = routed(router, text);
                if (run > 0) { // whose files are in memory by then
                    alone.add(first);
                    routed.add(through);
                }
            }
            awaitAsleep(router);
            table.add(
                    build.label(),
                    figure(alone, 0.5),
                    figure(alone, 0.9),
                    figure(routed, 0.5),
                    figure(routed, 0.9),
                    MarkdownTable.figure(router.residentBytes() / 1e6, 0));
        }
    }

    private static String figure(List<Double> millis, double quantile) {
        return MarkdownTable.figure(Distribution.of(millis).quantile(quantile), 0);
    }

    private static String source(FunctionBuild build) {
        String command = build.command().stream()
                .map(argument -> "\"" + argument + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return "\"command\": " + command
                + ", \"idle\": \"500ms\", \"environment\": {\"PILOTLIGHT_CACHE_ENABLED\": \"false\", \"PILOTLIGHT_PLAN_MEASURE\": \"false\"}";
    }

    private static double alone(FunctionBuild build, String text) {
        try (ServerProcess server = ServerProcess.start(build, Map.of("PILOTLIGHT_PLAN_MEASURE", "false"))) {
            return FirstAnswer.await(server, text).untilAnsweredMillis();
        } catch (IOException e) {
            throw new UncheckedIOException("the first answer cannot be had", e);
        }
    }

    private static double routed(RouterProcess router, String text) throws InterruptedException {
        awaitAsleep(router);
        long begun = System.nanoTime();
        router.embed(text);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void awaitAsleep(RouterProcess router) throws InterruptedException {
        while (!router.isAsleep()) {
            Thread.sleep(POLL_MILLIS);
        }
        Thread.sleep(10 * POLL_MILLIS); // the process that has stopped has gone
    }
}
