package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.session.SessionSettings;

/** A plan in so few words that it fits above a column. */
final class PlanLabel {
    private PlanLabel() {}

    /** Lanes × threads, and what is more. */
    static String of(LanePlan plan) {
        return plan.lanes() + "×" + threads(plan.session())
                + (plan.maxBatchRows() > 1 ? ", batched" : "")
                + plan.lonely().map(wide -> ", lonely " + threads(wide)).orElse("");
    }

    private static String threads(SessionSettings session) {
        return session.intraOpThreads() + (session.spinning() ? " spinning" : "");
    }
}
