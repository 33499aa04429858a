package io.pilotlight.serving;

import io.pilotlight.engine.quota.CpuQuota;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.session.SessionSettings;

/** How a model uses the processors unless somebody has measured better: a lane for each core, as far as settings say nothing else. */
public final class DefaultPlan {

    private DefaultPlan() {}

    /**
     * The plan.
     *
     * @param optimizeGraph whether the model's graph is still as its maker left it
     */
    public static LanePlan of(ModelConfig settings, boolean optimizeGraph) {
        int threads = settings.intraOpThreads();
        int lanes = settings.lanes() > 0 ? settings.lanes() : Math.max(1, CpuQuota.cores() / threads);
        return new LanePlan(lanes, new SessionSettings(threads, settings.spinning(), optimizeGraph));
    }
}
