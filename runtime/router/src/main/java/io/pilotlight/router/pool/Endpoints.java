package io.pilotlight.router.pool;

import io.pilotlight.api.LatencyTier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A backend's endpoints, and what may still be taken of their concurrency. Guarded by its {@link Backend}. */
final class Endpoints {

    private final int concurrency;
    private final TierShares shares;
    private final List<Endpoint> all = new ArrayList<>();
    private int inFlight;

    /**
     * None yet.
     *
     * @param concurrency of each
     * @param shares of it for each tier
     */
    Endpoints(int concurrency, TierShares shares) {
        this.concurrency = concurrency;
        this.shares = shares;
    }

    void add(Endpoint endpoint) {
        all.add(endpoint);
    }

    /** Nobody is sent there any more. */
    void remove(Endpoint endpoint) {
        endpoint.retire();
        all.remove(endpoint);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean isAnyUsable(long nowNanos) {
        return all.stream().anyMatch(endpoint -> endpoint.isUsable(nowNanos));
    }

    /** Whether one more of that tier may be under way; where nothing runs, as if one did. */
    boolean hasRoom(LatencyTier tier) {
        return inFlight < shares.of(tier, Math.max(1, all.size()) * concurrency);
    }

    /** The least used one; empty if that tier has its share, or none can take one more. */
    Optional<Endpoint> take(LatencyTier tier, long nowNanos) {
        if (!hasRoom(tier)) {
            return Optional.empty();
        }
        Optional<Endpoint> least = all.stream()
                .filter(endpoint -> endpoint.isUsable(nowNanos) && endpoint.inFlight() < concurrency)
                .min(Comparator.comparingInt(Endpoint::inFlight));
        least.ifPresent(endpoint -> {
            inFlight++;
            endpoint.begin(nowNanos);
        });
        return least;
    }

    /** One that was taken is used no longer. */
    void end(Endpoint endpoint, boolean failed, long beganNanos, long nowNanos) {
        inFlight--;
        endpoint.end(failed, beganNanos, nowNanos);
    }

    /** They work for somebody who does not ask by way of here. */
    void useAll(long nowNanos) {
        all.forEach(endpoint -> endpoint.use(nowNanos));
    }

    /** Requests under way, those at endpoints that have been removed included. */
    int inFlight() {
        return inFlight;
    }

    List<BackendReport.Of> report() {
        return all.stream()
                .map(endpoint -> new BackendReport.Of(
                        endpoint.toString(), endpoint.pid().orElse(0), endpoint.inFlight(), endpoint.isEjected()))
                .toList();
    }
}
