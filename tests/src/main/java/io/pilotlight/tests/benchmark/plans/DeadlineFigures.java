package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.openloop.OpenLoopReport;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What lanes did with a subject's requests, each with a deadline, as more and more arrived. Counts and times are those of all
 * rounds together; what relates to a round's own capacity or bare call is the median of the rounds.
 *
 * @param deadline after which nobody wanted the answer
 * @param duration of each load
 */
record DeadlineFigures(Subject subject, Duration deadline, Duration duration, List<DeadlineRound> rounds) {

    double capacity() {
        return median(DeadlineRound::capacity);
    }

    double bareMillis() {
        return median(DeadlineRound::bareMillis);
    }

    double offeredPerSecond(int load) {
        return sum(load, OpenLoopReport::offered) * 1e9 / (rounds.size() * duration.toNanos());
    }

    double acceptedShare(int load) {
        return (double) sum(load, OpenLoopReport::accepted) / sum(load, OpenLoopReport::offered);
    }

    /** The fraction of the accepted that was answered in time. */
    double hitRate(int load) {
        return (double) sum(load, OpenLoopReport::inTime) / sum(load, OpenLoopReport::accepted);
    }

    /** Answers in time per second, as a fraction of the capacity. */
    double goodputShare(int load) {
        return median(round -> round.at(load).goodput() / round.capacity());
    }

    Distribution answerMillis(int load) {
        return union(load, OpenLoopReport::answerMillis);
    }

    Distribution refusalMillis(int load) {
        return union(load, OpenLoopReport::refusalMillis);
    }

    Distribution startDelayMillis(int load) {
        return union(load, OpenLoopReport::startDelayMillis);
    }

    /** How many times as long as a bare call the slowest hundredth of the answers took at least. */
    double p99OverBare(int load) {
        return median(round -> round.at(load).answerMillis().quantile(0.99) / round.bareMillis());
    }

    private long sum(int load, ToLongFunction<OpenLoopReport> count) {
        return rounds.stream().map(round -> round.at(load)).mapToLong(count).sum();
    }

    private double median(ToDoubleFunction<DeadlineRound> figure) {
        return Distribution.of(rounds, figure).median();
    }

    private Distribution union(int load, Function<OpenLoopReport, Distribution> times) {
        return Distribution.union(
                rounds.stream().map(round -> times.apply(round.at(load))).toList());
    }
}
