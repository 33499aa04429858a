package io.pilotlight.serving.plan;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.engine.plan.SpareTime;
import io.pilotlight.engine.quota.CpuQuota;
import io.pilotlight.engine.quota.Neighbours;
import io.pilotlight.engine.session.Provider;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.serving.Home;
import io.pilotlight.serving.ItemLimitsConfig;
import io.pilotlight.serving.ModelConfig;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives models their lanes, and knows the plans of all. */
@Singleton
public class Plans {

    private final PlanConfig config;
    private final ItemLimitsConfig limits;
    private final ModelConfig model;
    private final int cores = CpuQuota.cores();
    private final SpareTime spareTime = new SpareTime(Neighbours.of(cores)::quietNanos);
    private final List<PlannedLanes> planned = new CopyOnWriteArrayList<>();

    @Inject
    Plans(PlanConfig config, ItemLimitsConfig limits, ModelConfig model) {
        this.config = config;
        this.limits = limits;
        this.model = model;
    }

    /**
     * What a model begins with: a good plan at once, without measuring.
     *
     * @param optimizeGraph whether the model's graph is still as its maker left it
     */
    public InitialPlan initial(Sha256 answerDigest, boolean optimizeGraph) {
        LanePlan standard = standard(optimizeGraph);
        if (config.lanes() > 0 || config.threads() > 0 || config.device() != PlanConfig.Device.CPU) {
            return new InitialPlan(standard, Origin.PINNED, Optional.empty(), answerDigest);
        }
        return file().find(PlanKey.of(answerDigest), optimizeGraph)
                .map(found -> new InitialPlan(withoutLonely(found), Origin.KEPT, Optional.of(found), answerDigest))
                .orElseGet(() -> new InitialPlan(standard, Origin.STANDARD, Optional.empty(), answerDigest));
    }

    private LanePlan withoutLonely(PlanFindings found) {
        LanePlan plan = found.chosen();
        return plan.withLonely(Optional.empty()).withMaxBatchRows(Math.min(plan.maxBatchRows(), config.maxBatchRows()));
    }

    private LanePlan standard(boolean optimizeGraph) {
        int threads = Math.max(1, config.threads());
        int lanes = config.lanes() > 0 ? config.lanes() : lanesFor(threads);
        return new LanePlan(
                lanes,
                new SessionSettings(threads, config.spinning(), optimizeGraph, provider()),
                config.maxBatchRows());
    }

    /** A GPU is one wide lane; a processor has one for each core. */
    private int lanesFor(int threads) {
        return switch (config.device()) {
            case CPU -> Math.max(1, cores / threads);
            case CUDA -> 1;
        };
    }

    private Provider provider() {
        return switch (config.device()) {
            case CPU -> Provider.CPU;
            case CUDA ->
                new Provider.Cuda(config.cudaDevice(), config.cudaMemory().asLongValue());
        };
    }

    private PlanFile file() {
        return config.file().map(PlanFile::new).orElseGet(() -> PlanFile.in(Home.find(model.home())));
    }

    /**
     * Lanes that follow the plan.
     *
     * @param session opened as the plan says; closed with the lanes
     */
    public PlannedLanes lanes(String name, InitialPlan initial, Session session, BatchRule rule) {
        LaneSettings settings = new LaneSettings(
                name,
                limits.queuedRows(),
                rule,
                config.maxDelay(),
                Math.max(cores, initial.plan().lanes()));
        Lanes lanes = new Lanes(settings, session, plan(initial.plan(), rule), System::nanoTime);
        PlannedLanes mine = new PlannedLanes(
                settings,
                lanes,
                config,
                PlanKey.of(initial.answerDigest()),
                file(),
                initial,
                cores,
                spareTime,
                this::closed);
        spareTime.watch(lanes);
        planned.add(mine);
        return mine;
    }

    private void closed(PlannedLanes lanes) {
        spareTime.forget(lanes.lanes());
        planned.remove(lanes);
    }

    /** Where rows run alone, the bound says so. */
    private static LanePlan plan(LanePlan plan, BatchRule rule) {
        return rule instanceof BatchRule.Alone ? new LanePlan(plan.lanes(), plan.session(), 1) : plan;
    }

    ObjectNode report() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode plans = report.putArray("plans");
        planned.forEach(lanes -> plans.add(lanes.report()));
        return report;
    }
}
