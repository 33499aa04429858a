package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.tests.benchmark.openloop.ClosedLoop;
import io.pilotlight.tests.benchmark.openloop.ClosedLoopReport;
import io.pilotlight.tests.benchmark.options.Effort;

import java.util.List;

/**
 * Plans for one subject under one closed loop.
 *
 * @param callers that each wait for their answer
 */
record PlanContest(Subject subject, int callers, PairedRounds<LanePlan, ClosedLoopReport> rounds) {

    static PlanContest measure(Subject subject, int callers, List<LanePlan> plans, Effort effort)
            throws InterruptedException {
        ClosedLoop load = new ClosedLoop(subject.requests(), callers, effort.roundWarmUp(), effort.surveyRound());
        return new PlanContest(
                subject, callers, PairedRounds.measure(plans, effort.planRounds(), plan -> turn(subject, plan, load)));
    }

    /** The lanes live for this turn only, so that none of their threads spins in another's. */
    private static ClosedLoopReport turn(Subject subject, LanePlan plan, ClosedLoop load) throws InterruptedException {
        try (Lanes lanes = PlannedLanes.start(subject, plan)) {
            return load.run(lanes);
        }
    }

    double requestsPerSecond(LanePlan plan) {
        return rounds.median(plan, ClosedLoopReport::requestsPerSecond);
    }

    double p50Millis(LanePlan plan) {
        return rounds.median(plan, PlanContest::p50Millis);
    }

    /** How many times as many requests a plan answers as another. */
    double speedup(LanePlan plan, LanePlan over) {
        return rounds.medianRatio(plan, over, ClosedLoopReport::requestsPerSecond);
    }

    /** How many times as long a request takes by a plan as by another. */
    double slowdown(LanePlan plan, LanePlan over) {
        return rounds.medianRatio(plan, over, PlanContest::p50Millis);
    }

    LanePlan best() {
        return rounds.best(ClosedLoopReport::requestsPerSecond);
    }

    private static double p50Millis(ClosedLoopReport report) {
        return report.latencyMillis().median();
    }
}
