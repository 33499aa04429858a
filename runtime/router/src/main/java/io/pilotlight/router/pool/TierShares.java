package io.pilotlight.router.pool;

import io.pilotlight.api.LatencyTier;

/**
 * What each latency tier may take of a backend's concurrency, so that those who are in no hurry leave room for those who are: however
 * many batches are under way, a request in real time finds an endpoint free.
 *
 * @param interactive a share, more than 0 and at most 1
 * @param batch a share, more than 0 and at most that of interactive requests
 */
public record TierShares(double interactive, double batch) {

    public TierShares {
        if (!(batch > 0 && batch <= interactive && interactive <= 1)) {
            throw new IllegalArgumentException("shares: expected 0 < batch <= interactive <= 1, got batch " + batch
                    + ", interactive " + interactive);
        }
    }

    /** The most requests that may be under way for one more of that tier to begin. */
    int of(LatencyTier tier, int concurrency) {
        double share =
                switch (tier) {
                    case REALTIME -> 1;
                    case INTERACTIVE -> interactive;
                    case BATCH -> batch;
                };
        return Math.max(1, (int) Math.floor(share * concurrency));
    }
}
