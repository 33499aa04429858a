package io.pilotlight.tests.benchmark.throughput;

import io.pilotlight.tests.benchmark.report.MarkdownTable;

import java.util.List;

/** The throughput benchmark's results as tables. */
final class Tables {
    private Tables() {}

    /** One line for each server and load. */
    static String all(List<Cell> cells) {
        MarkdownTable table = new MarkdownTable(
                "server",
                "texts",
                "callers",
                "best bare arrangement",
                "bare, texts/s",
                "server, texts/s",
                "server / bare",
                "p50",
                "p90",
                "p99",
                "errors",
                "server CPU",
                "load generator CPU",
                "others' CPU");
        for (Cell cell : cells) {
            table.add(
                    cell.build().label(),
                    cell.workload().label(),
                    cell.callers(),
                    cell.best().label(),
                    cell.median(round -> round.best().textsPerSecond(), 0),
                    cell.median(round -> round.server().requestsPerSecond(), 0),
                    cell.medianPercent(Round::ratio),
                    cell.latency(0.5),
                    cell.latency(0.9),
                    cell.latency(0.99),
                    cell.errors(),
                    cell.medianPercent(Round::serverCpuShare),
                    cell.medianPercent(Round::loadCpuShare),
                    cell.medianPercent(Round::othersCpuShare));
        }
        return table.toString();
    }

    /** How much a lonely request takes beyond its bare call. */
    static String lonely(List<Cell> cells) {
        MarkdownTable table = new MarkdownTable(
                "server",
                "texts",
                "server",
                "bare, 1×1",
                "over it",
                "bare at its best",
                "over that",
                "its arrangement");
        for (Cell cell : cells) {
            if (cell.callers() == 1) {
                table.add(
                        cell.build().label(),
                        cell.workload().label(),
                        cell.latency(0.5),
                        cell.median(round -> round.oneThread().callMillis().median(), 2),
                        cell.median(Round::overOneThreadMillis, 2),
                        cell.median(round -> round.best().callMillis().median(), 2),
                        cell.median(Round::overBestMillis, 2),
                        cell.best().label());
            }
        }
        return table.toString();
    }
}
