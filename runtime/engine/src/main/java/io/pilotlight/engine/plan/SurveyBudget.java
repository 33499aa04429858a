package io.pilotlight.engine.plan;

import java.time.Duration;

/**
 * What a survey may cost.
 *
 * @param total time of measuring, all processors in use; what has not been compared by then is not
 * @param slice how long one plan is measured at a time
 * @param rounds in which a plan and the standard one take turns, after one to get warm; fewer where there is no time for
 *     them
 */
public record SurveyBudget(Duration total, Duration slice, int rounds) {

    /** As much as makes the difference of plans stand out from that of moments. */
    public static SurveyBudget of(Duration total) {
        return new SurveyBudget(total, Duration.ofMillis(60), 11);
    }
}
