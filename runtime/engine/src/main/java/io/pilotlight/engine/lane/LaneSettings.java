package io.pilotlight.engine.lane;

import io.pilotlight.engine.batch.BatchRule;

import java.time.Duration;

/**
 * What stays the same for a model's lanes, whatever their plan.
 *
 * @param name of the model, for the threads
 * @param queueCapacityInRows rows that may wait; more are refused
 * @param rule which rows may share a run
 * @param maxDelay that a row may wait for company while a lane is free; zero but for accelerators, which are so wide that a lonely
 *     run wastes them
 * @param mostLanes that a plan may ask for later
 */
public record LaneSettings(String name, int queueCapacityInRows, BatchRule rule, Duration maxDelay, int mostLanes) {

    /** Without delay. */
    public LaneSettings(String name, int queueCapacityInRows, BatchRule rule, int mostLanes) {
        this(name, queueCapacityInRows, rule, Duration.ZERO, mostLanes);
    }

    /** The same under another name, which its threads bear. */
    public LaneSettings named(String other) {
        return new LaneSettings(other, queueCapacityInRows, rule, maxDelay, mostLanes);
    }
}
