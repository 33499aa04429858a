package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.tests.benchmark.openloop.ClosedLoop;
import io.pilotlight.tests.benchmark.openloop.OpenLoop;
import io.pilotlight.tests.benchmark.openloop.OpenLoopReport;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests that arrive by themselves, each with a deadline, from a third of what the lanes can do to twice as much. The lanes
 * live through all of it: what they have learnt from one load they know in the next, as in a server.
 */
final class DeadlineLoad {
    /** In percent of the capacity. */
    static final List<Integer> LOADS = List.of(30, 50, 80, 100, 120, 150, 200);

    private static final int CAPACITY_CALLERS = 32;
    private static final int DEADLINE_IN_BARE_CALLS = 20;
    private static final int WARM_UP_SEED = -1;

    /** As many as can arrive at all: threads that wait for a processor are not the engine's, and show as late starts. */
    private static final int MAX_OUTSTANDING = 1_000_000;

    private static final Duration SHORTEST_DEADLINE = Duration.ofMillis(20);

    private final Subject subject;
    private final LanePlan plan;
    private final Effort effort;
    private final Lanes lanes;
    private final Duration deadline;

    private DeadlineLoad(Subject subject, LanePlan plan, Effort effort, Lanes lanes, Duration deadline) {
        this.subject = subject;
        this.plan = plan;
        this.effort = effort;
        this.lanes = lanes;
        this.deadline = deadline;
    }

    static DeadlineFigures measure(Subject subject, LanePlan plan, Effort effort) throws InterruptedException {
        Duration deadline = deadline(BareCall.medianMillis(subject, plan.session(), effort));
        try (Lanes lanes = PlannedLanes.start(subject, plan)) {
            return new DeadlineLoad(subject, plan, effort, lanes, deadline).measure();
        }
    }

    /** So many bare calls, but no less than callers of a server ever set. */
    static Duration deadline(double bareMillis) {
        Duration calls = Duration.ofNanos((long) (DEADLINE_IN_BARE_CALLS * bareMillis * 1e6));
        return calls.compareTo(SHORTEST_DEADLINE) > 0 ? calls : SHORTEST_DEADLINE;
    }

    private DeadlineFigures measure() throws InterruptedException {
        arrivals(capacity(effort.roundWarmUp()) / 2, effort.serverWarmUp(), WARM_UP_SEED)
                .run(lanes);
        List<DeadlineRound> rounds = new ArrayList<>();
        for (int i = 0; i < effort.pairs(); i++) {
            Progress.say("plans: deadlines, %s, round %d of %d".formatted(subject.label(), i + 1, effort.pairs()));
            rounds.add(round(i));
        }
        return new DeadlineFigures(subject, deadline, effort.round(), rounds);
    }

    private DeadlineRound round(int number) throws InterruptedException {
        double bareMillis = BareCall.medianMillis(subject, plan.session(), effort);
        double capacity = capacity(effort.roundWarmUp());
        Map<Integer, OpenLoopReport> byLoad =
                PairedRounds.round(LOADS, number, load -> offer(load * capacity / 100, number));
        return new DeadlineRound(capacity, bareMillis, byLoad);
    }

    private double capacity(Duration warmUp) throws InterruptedException {
        return new ClosedLoop(subject.requests(), CAPACITY_CALLERS, warmUp, effort.round())
                .run(lanes)
                .requestsPerSecond();
    }

    private OpenLoopReport offer(double requestsPerSecond, int seed) throws InterruptedException {
        arrivals(requestsPerSecond, effort.roundWarmUp(), seed).run(lanes);
        OpenLoopReport report =
                arrivals(requestsPerSecond, effort.round(), seed).run(lanes);
        if (report.failed() > 0) {
            throw new BenchmarkFailure("%s, %.0f requests/s: %d failed, the first with %s"
                    .formatted(subject.label(), requestsPerSecond, report.failed(), report.firstFailure()));
        }
        return report;
    }

    private OpenLoop arrivals(double requestsPerSecond, Duration duration, int seed) {
        return new OpenLoop(subject.requests(), requestsPerSecond, duration, deadline, MAX_OUTSTANDING, seed);
    }
}
