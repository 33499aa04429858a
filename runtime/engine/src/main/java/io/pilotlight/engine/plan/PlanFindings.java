package io.pilotlight.engine.plan;

import io.pilotlight.engine.lane.LanePlan;

import java.util.List;

/**
 * What a survey found out.
 *
 * @param measured every plan that was compared, the standard one first
 * @param reason for the choice, with its figures
 * @param surveysLeft how many more surveys there may be until two in turn choose the same; 0: nothing is doubted any more. The seconds of
 *     one survey may be those in which a machine was not itself
 */
public record PlanFindings(LanePlan chosen, List<PlanMeasurement> measured, String reason, int surveysLeft) {

    /** Enough for two of three to agree, if they can. */
    private static final int MORE_SURVEYS = 3;

    public PlanFindings {
        if (surveysLeft < 0 || surveysLeft > MORE_SURVEYS) {
            throw new IllegalArgumentException("surveysLeft: expected 0 to " + MORE_SURVEYS + ", got " + surveysLeft);
        }
        measured = List.copyOf(measured);
    }

    /** Of one survey alone. */
    public static PlanFindings ofFirst(LanePlan chosen, List<PlanMeasurement> measured, String reason) {
        return new PlanFindings(chosen, measured, reason, MORE_SURVEYS);
    }

    /** The same, believed as far as it is what the survey before it found. */
    public PlanFindings after(PlanFindings earlier) {
        if (chosen.equals(earlier.chosen)) {
            return new PlanFindings(chosen, measured, reason, 0);
        }
        return new PlanFindings(chosen, measured, reason, earlier.isSettled() ? MORE_SURVEYS : earlier.surveysLeft - 1);
    }

    public boolean isSettled() {
        return surveysLeft == 0;
    }
}
