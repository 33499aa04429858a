package io.pilotlight.router.pool;

import io.pilotlight.router.catalog.Source;
import io.pilotlight.router.decision.Candidate.Warmth;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * One address that is always there, and scales by itself behind it. Whether it sleeps can only be inferred: when nobody has asked for
 * longer than it keeps anything running, the next answer will take a start.
 */
final class AddressSupply implements Supply {

    private final Backend backend;
    private final Duration sleepsAfter;
    private final Endpoint endpoint;

    AddressSupply(Backend backend, Source.Address address) {
        this.backend = backend;
        this.sleepsAfter = address.sleepsAfter();
        this.endpoint = new Endpoint(
                address.url().getHost(), address.port(), address.isSecure(), OptionalLong.empty(), System.nanoTime());
    }

    /** Offers it; after the backend has been made. */
    void open() {
        backend.add(endpoint);
    }

    /** It sees for itself. */
    @Override
    public void want(int requests) {}

    @Override
    public State state(long nowNanos) {
        boolean asleep = backend.answeredNothingSince(nowNanos - sleepsAfter.toNanos());
        return asleep ? new State(Warmth.COLD, backend.expectedStart(), "") : new State(Warmth.WARM, Duration.ZERO, "");
    }

    @Override
    public void close() {
        backend.remove(endpoint);
    }
}
