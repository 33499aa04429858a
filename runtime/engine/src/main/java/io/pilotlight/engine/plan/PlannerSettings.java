package io.pilotlight.engine.plan;

import java.time.Duration;

/**
 * When plans are measured.
 *
 * @param idle how long nothing must have run before
 * @param pause between two looks whether there is a reason to measure again: doubt, or callers that send other rows
 * @param surveys at most so many in the life of a process
 * @param patience with other processes that need the processors: who still does when nothing has run here for so long always
 *     does, and plans are for this machine as it is
 */
public record PlannerSettings(Duration idle, Duration pause, int surveys, Duration patience) {

    private static final int PATIENCE = 150;

    /** With the usual bounds; where nothing is to be measured, only what is known is completed. */
    public static PlannerSettings after(Duration idle, boolean measures) {
        return new PlannerSettings(idle, Duration.ofSeconds(30), measures ? 4 : 0, idle.multipliedBy(PATIENCE));
    }
}
