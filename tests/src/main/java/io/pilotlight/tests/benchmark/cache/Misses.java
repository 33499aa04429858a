package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What it costs to look for an answer that nobody knows, to lease it, and to keep it: texts that were never asked about, to a
 * function that keeps nothing and to one with all that a cache has, in turns.
 */
final class Misses {
    private static final List<Integer> CALLERS = List.of(1, 8);

    private final Bench bench;
    private final List<Cell> cells = new ArrayList<>();

    /** Two loads, one right after the other. */
    private record Round(LoadReport without, LoadReport with) {}

    private record Cell(FunctionBuild build, Workload workload, int callers, List<Round> rounds) {

        double median(ToDoubleFunction<Round> figure) {
            return Distribution.of(rounds, figure).median();
        }
    }

    Misses(Bench bench) {
        this.bench = bench;
    }

    void measure(FunctionBuild build, InfinispanProcess infinispan) throws InterruptedException {
        try (ServerProcess without = bench.start(build, "without", Keeping.NOWHERE, infinispan);
                ServerProcess with = bench.start(build, "with", Keeping.BOTH, infinispan)) {
            for (Workload workload : List.of(Workload.SHORT, Workload.LONG)) {
                for (int count : CALLERS) {
                    Progress.say("cache: misses of the %s server, %s texts, %d callers"
                            .formatted(build.label(), workload.label(), count));
                    List<Round> rounds = new ArrayList<>();
                    for (int i = 0; i < bench.effort().pairs(); i++) {
                        rounds.add(round(without, with, workload, count, i % 2 == 0));
                    }
                    cells.add(new Cell(build, workload, count, rounds));
                }
            }
        }
    }

    /** Neither is always the first: the machine may be getting faster or slower. */
    private Round round(ServerProcess without, ServerProcess with, Workload workload, int count, boolean withoutFirst) {
        if (withoutFirst) {
            LoadReport first = bench.distinctRound(count, workload, without);
            return new Round(first, bench.distinctRound(count, workload, with));
        }
        LoadReport first = bench.distinctRound(count, workload, with);
        return new Round(bench.distinctRound(count, workload, without), first);
    }

    void print(PrintStream out) {
        out.printf(
                "Texts that nobody knows, to a function without a cache and to one with memory and Infinispan, in turns; medians of %d rounds of %d s each, and of the ratios and differences of each two. Median latency in milliseconds.%n%n",
                bench.effort().pairs(), bench.effort().round().toSeconds());
        MarkdownTable table = new MarkdownTable(
                "server",
                "texts",
                "callers",
                "texts/s without",
                "texts/s with",
                "of it",
                "p50 without",
                "p50 with",
                "difference");
        for (Cell cell : cells) {
            table.add(
                    cell.build().label(),
                    cell.workload().label(),
                    cell.callers(),
                    MarkdownTable.figure(cell.median(round -> round.without().requestsPerSecond()), 0),
                    MarkdownTable.figure(cell.median(round -> round.with().requestsPerSecond()), 0),
                    MarkdownTable.percent(cell.median(round ->
                            round.with().requestsPerSecond() / round.without().requestsPerSecond())),
                    MarkdownTable.figure(
                            cell.median(round -> round.without().latencyMillis().median()), 2),
                    MarkdownTable.figure(
                            cell.median(round -> round.with().latencyMillis().median()), 2),
                    MarkdownTable.figure(
                            cell.median(round -> round.with().latencyMillis().median()
                                    - round.without().latencyMillis().median()),
                            2));
        }
        out.println(table);
    }
}
