package io.pilotlight.serving.http;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;

/** What every protocol's headers say of how soon an answer is wanted. */
public record Call(LatencyTier tier, Deadline deadline) {}
