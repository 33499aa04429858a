package io.pilotlight.tests.benchmark.throughput;

import io.pilotlight.tests.benchmark.bare.Arrangement;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.text.Workload;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of one server under one load. */
record Cell(FunctionBuild build, Workload workload, int callers, Arrangement best, List<Round> rounds) {

    /** The median of the rounds, with decimals. */
    String median(ToDoubleFunction<Round> value, int decimals) {
        return MarkdownTable.figure(distribution(value).median(), decimals);
    }

    String medianPercent(ToDoubleFunction<Round> value) {
        return MarkdownTable.percent(distribution(value).median());
    }

    /** A quantile of the answers' latency in milliseconds, the median of the rounds. */
    String latency(double fraction) {
        return median(round -> round.server().latencyMillis().quantile(fraction), 2);
    }

    long errors() {
        return rounds.stream().mapToLong(round -> round.server().errors()).sum();
    }

    private Distribution distribution(ToDoubleFunction<Round> value) {
        return Distribution.of(rounds, value);
    }
}
