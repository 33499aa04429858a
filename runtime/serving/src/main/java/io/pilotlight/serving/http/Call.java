package io.pilotlight.serving.http;

import io.pilotlight.api.CacheControl;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;

/** What every protocol's headers say of how soon an answer is wanted, and whether a kept one will do. */
public record Call(LatencyTier tier, Deadline deadline, CacheControl cacheControl) {

    /** Of a caller who says nothing of kept answers. */
    public Call(LatencyTier tier, Deadline deadline) {
        this(tier, deadline, CacheControl.NONE);
    }
}
