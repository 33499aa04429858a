package io.pilotlight.router.decision;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;

/** What a decision has to know of a request. */
public record Inquiry(LatencyTier tier, Deadline deadline) {}
