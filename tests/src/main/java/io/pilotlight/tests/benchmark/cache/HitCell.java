package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.text.Workload;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Known answers of one build, by so many callers. */
record HitCell(FunctionBuild build, Workload workload, int callers, List<HitRound> rounds) {
    private static final double TAIL = 0.99;

    static String table(List<HitCell> cells) {
        MarkdownTable table = new MarkdownTable(
                "server",
                "texts",
                "callers",
                "answered from",
                "known",
                "texts/s",
                "p50",
                "p99",
                "p50 over the echo's",
                "p99 over the echo's",
                "computing takes, times");
        for (HitCell cell : cells) {
            cell.addRow(table, "echo", HitRound::echo, _ -> Double.NaN);
            cell.addRow(table, "memory", round -> round.near().load(), round -> round.near()
                    .known());
            cell.addRow(table, "Infinispan", round -> round.shared().load(), round -> round.shared()
                    .known());
            cell.addRow(table, "computing", HitRound::computed, _ -> Double.NaN);
        }
        return table.toString();
    }

    private void addRow(
            MarkdownTable table, String source, Function<HitRound, LoadReport> load, ToDoubleFunction<HitRound> known) {
        double share = median(known);
        table.add(
                build.label(),
                workload.label(),
                callers,
                source,
                Double.isNaN(share) ? "–" : MarkdownTable.percent(share),
                MarkdownTable.figure(median(round -> load.apply(round).requestsPerSecond()), 0),
                MarkdownTable.figure(median(round -> p50(load.apply(round))), 3),
                MarkdownTable.figure(median(round -> p99(load.apply(round))), 3),
                MarkdownTable.figure(median(round -> p50(load.apply(round)) - p50(round.echo())), 3),
                MarkdownTable.figure(median(round -> p99(load.apply(round)) - p99(round.echo())), 3),
                MarkdownTable.figure(median(round -> p50(round.computed()) / p50(load.apply(round))), 1));
    }

    private double median(ToDoubleFunction<HitRound> figure) {
        return Distribution.of(rounds, figure).median();
    }

    private static double p50(LoadReport load) {
        return load.latencyMillis().median();
    }

    private static double p99(LoadReport load) {
        return load.latencyMillis().quantile(TAIL);
    }
}
