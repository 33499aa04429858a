package io.pilotlight.wire.openinference;

import io.pilotlight.api.ModelId;
import io.pilotlight.wire.telemetry.InferenceStatistics;

/**
 * The protocol's statistics extension for one model: what load generators subtract from one another. Each item is a run of
 * the model of its own, so that there are as many executions as inferences.
 */
public record Statistics(ModelId id, InferenceStatistics.Snapshot sums) {}
