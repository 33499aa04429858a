package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.server.FunctionBuild;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All rounds of one server under one load. */
record TransferCell(FunctionBuild build, Carrier carrier, int callers, List<TransferRound> rounds) {

    /** One line for each server and load. */
    static String table(List<TransferCell> cells) {
        MarkdownTable table = new MarkdownTable(
                "server",
                "by",
                "callers",
                "echo, requests/s",
                "echo, MB/s",
                "server, requests/s",
                "server, MB/s",
                "server / echo",
                "lowest",
                "echo p50",
                "echo p99",
                "server p50",
                "server p99",
                "over the echo",
                "echo CPU per request",
                "server CPU per request",
                "others' CPU");
        for (TransferCell cell : cells) {
            table.add(
                    cell.build().label(),
                    cell.carrier().label(),
                    cell.callers(),
                    cell.median(round -> round.echo().requestsPerSecond(), 1),
                    cell.median(round -> round.echo().megabytesPerSecond(), 0),
                    cell.median(round -> round.server().requestsPerSecond(), 1),
                    cell.median(round -> round.server().megabytesPerSecond(), 0),
                    MarkdownTable.percent(
                            cell.distribution(TransferRound::ratio).median()),
                    MarkdownTable.percent(
                            cell.distribution(TransferRound::ratio).min()),
                    cell.latency(TransferRound::echo, 0.5),
                    cell.latency(TransferRound::echo, 0.99),
                    cell.latency(TransferRound::server, 0.5),
                    cell.latency(TransferRound::server, 0.99),
                    cell.median(TransferRound::overEchoMillis, 2),
                    cell.median(TransferRound::echoCpuMillis, 2),
                    cell.median(TransferRound::serverCpuMillis, 2),
                    MarkdownTable.percent(
                            cell.distribution(TransferRound::othersCpuShare).median()));
        }
        return table.toString();
    }

    private String latency(Function<TransferRound, TransferReport> of, double fraction) {
        return median(round -> of.apply(round).latencyMillis().quantile(fraction), 2);
    }

    private String median(ToDoubleFunction<TransferRound> value, int decimals) {
        return MarkdownTable.figure(distribution(value).median(), decimals);
    }

    private Distribution distribution(ToDoubleFunction<TransferRound> value) {
        return Distribution.of(rounds, value);
    }
}
