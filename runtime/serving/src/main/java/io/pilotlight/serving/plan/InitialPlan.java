package io.pilotlight.serving.plan;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.plan.PlanFindings;

import java.util.Optional;

/**
 * What a model begins with.
 *
 * @param plan without a second session, which may come when the model has answered
 * @param findings of a plan that was kept
 */
public record InitialPlan(LanePlan plan, Origin origin, Optional<PlanFindings> findings, Sha256 answerDigest) {}
