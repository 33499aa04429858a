package io.pilotlight.engine.plan;

import io.pilotlight.engine.lane.LanePlan;

import java.util.List;

/**
 * What a survey found out.
 *
 * @param measured every plan that was compared, the standard one first
 * @param reason for the choice, with its figures
 */
public record PlanFindings(LanePlan chosen, List<PlanMeasurement> measured, String reason) {

    public PlanFindings {
        measured = List.copyOf(measured);
    }
}
