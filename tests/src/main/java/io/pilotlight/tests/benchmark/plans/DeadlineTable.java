package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.report.MarkdownTable;

import java.util.List;

/** Load with deadlines as a table: a line for each subject and load. */
final class DeadlineTable {
    private DeadlineTable() {}

    static String of(List<DeadlineFigures> subjects) {
        MarkdownTable table = new MarkdownTable(
                "subject",
                "load",
                "offered/s",
                "accepted",
                "hit rate among accepted",
                "goodput / capacity",
                "p50 in ms",
                "p99 in ms",
                "p99 / bare call",
                "p99 of refusals in ms",
                "p99 of starts in ms");
        for (DeadlineFigures figures : subjects) {
            DeadlineLoad.LOADS.forEach(load -> add(table, figures, load));
        }
        return table.toString();
    }

    private static void add(MarkdownTable table, DeadlineFigures figures, int load) {
        table.add(
                figures.subject().label(),
                load + " %",
                MarkdownTable.figure(figures.offeredPerSecond(load), 0),
                MarkdownTable.percent(figures.acceptedShare(load)),
                MarkdownTable.percent(figures.hitRate(load)),
                MarkdownTable.percent(figures.goodputShare(load)),
                MarkdownTable.figure(figures.answerMillis(load).median(), 2),
                MarkdownTable.figure(figures.answerMillis(load).quantile(0.99), 2),
                MarkdownTable.figure(figures.p99OverBare(load), 1),
                MarkdownTable.figure(figures.refusalMillis(load).quantile(0.99), 2),
                MarkdownTable.figure(figures.startDelayMillis(load).quantile(0.99), 2));
    }
}
