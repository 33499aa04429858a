package io.pilotlight.router.pool;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;

/** Who waits for an endpoint. Told once, on any thread, unless he has left before. */
public interface Waiter {

    LatencyTier tier();

    Deadline deadline();

    /** An endpoint is his until he ends the lease. */
    void take(Backend.Lease lease);

    /** There will be none. */
    void refuse(InferenceException reason);
}
