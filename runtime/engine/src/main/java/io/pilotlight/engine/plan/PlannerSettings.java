package io.pilotlight.engine.plan;

import java.time.Duration;

/**
 * When plans are measured.
 *
 * @param idle how long nothing must have run before
 * @param pause between two looks whether callers send other rows than were measured
 * @param surveys at most so many in the life of a process
 */
public record PlannerSettings(Duration idle, Duration pause, int surveys) {

    public static PlannerSettings after(Duration idle) {
        return new PlannerSettings(idle, Duration.ofSeconds(30), 3);
    }
}
