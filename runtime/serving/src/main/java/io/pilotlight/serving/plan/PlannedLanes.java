package io.pilotlight.serving.plan;

import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.engine.plan.PlanSurvey;
import io.pilotlight.engine.plan.Planner;
import io.pilotlight.engine.plan.PlannerSettings;
import io.pilotlight.engine.plan.SessionSource;
import io.pilotlight.engine.plan.SpareTime;
import io.pilotlight.engine.plan.SurveyBudget;
import io.pilotlight.engine.quota.MemoryQuota;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A model's lanes, and how their plan was come by and may still change. Owns both. */
public final class PlannedLanes implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PlannedLanes.class);

    /** A session takes a few times its model's file while it is made. */
    private static final int FILES_PER_SESSION = 4;

    private final LaneSettings settings;
    private final Lanes lanes;
    private final PlanConfig config;
    private final PlanKey key;
    private final PlanFile file;
    private final SpareTime spareTime;
    private final Consumer<PlannedLanes> closed;
    private final int cores;
    private volatile Origin origin;
    private volatile Optional<PlanFindings> findings;
    private volatile @Nullable Planner planner;

    PlannedLanes(
            LaneSettings settings,
            Lanes lanes,
            PlanConfig config,
            PlanKey key,
            PlanFile file,
            InitialPlan initial,
            int cores,
            SpareTime spareTime,
            Consumer<PlannedLanes> closed) {
        this.settings = settings;
        this.lanes = lanes;
        this.config = config;
        this.key = key;
        this.file = file;
        this.origin = initial.origin();
        this.findings = initial.findings();
        this.cores = cores;
        this.spareTime = spareTime;
        this.closed = closed;
    }

    public Lanes lanes() {
        return lanes;
    }

    /**
     * Has the plan measured, until it is not doubted, and completed by a second session, as soon as nobody needs the processors. To be
     * called once, after the model has answered its first request.
     *
     * @param modelBytes the size of the model's file
     * @param row that the model can answer
     */
    public void improve(SessionSource sessions, long modelBytes, Tensors row) {
        Optional<PlanFindings> known = findings;
        boolean isSettled = known.map(PlanFindings::isSettled).orElse(origin == Origin.PINNED);
        boolean measures = config.measure() && !config.budget().isZero() && !isSettled;
        boolean lacksSession = known.flatMap(found -> found.chosen().lonely()).isPresent();
        if (measures || lacksSession) {
            planner = new Planner(
                    settings.name(),
                    lanes,
                    spareTime,
                    sessions,
                    (standard, turnstile) -> new PlanSurvey(
                            sessions, settings, standard, cores, SurveyBudget.of(config.budget()), turnstile),
                    PlannerSettings.after(config.idle(), measures),
                    row,
                    known,
                    () -> hasRoom(modelBytes),
                    this::adopted);
        }
    }

    private static boolean hasRoom(long modelBytes) {
        return MemoryQuota.availableBytes() > FILES_PER_SESSION * modelBytes;
    }

    private void adopted(PlanFindings found) {
        findings = Optional.of(found);
        origin = Origin.MEASURED;
        LOG.infof("%s: %s: %s", settings.name(), found.chosen(), found.reason());
        file.keep(key, found);
    }

    /** What is decided, by whom, and what it rests on. */
    ObjectNode report() {
        LanePlan plan = lanes.plan();
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("model", settings.name());
        report.set("plan", PlanJson.write(plan));
        report.put("origin", origin.name().toLowerCase(Locale.ROOT)).put("summary", plan.toString());
        report.setAll(PlanJson.write(key));
        findings.ifPresent(found -> PlanJson.write(found, report));
        report.set("runs", PlanJson.write(lanes.times()));
        lanes.lonelyTimes().ifPresent(times -> report.set("lonelyRuns", PlanJson.write(times)));
        return report;
    }

    /** Ends measuring, finishes what waits, then frees the sessions. */
    @Override
    public void close() {
        closed.accept(this);
        Planner measuring = planner;
        if (measuring != null) {
            measuring.close();
        }
        lanes.close();
    }
}
