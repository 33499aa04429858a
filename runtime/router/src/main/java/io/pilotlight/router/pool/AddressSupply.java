package io.pilotlight.router.pool;

import io.pilotlight.router.catalog.Source;
import io.pilotlight.router.decision.Candidate.Warmth;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One address that is always there, and scales by itself behind it. Whether it sleeps is known where its scale is; elsewhere it can only be
 * inferred: when nobody has asked for longer than it keeps anything running, the next answer will take a start.
 */
final class AddressSupply implements Supply {

    private final Backend backend;
    private final Duration sleepsAfter;
    private final Endpoint endpoint;
    private final Readiness readiness;
    private final Scale scale;
    private final AtomicBoolean waking = new AtomicBoolean();

    AddressSupply(Backend backend, Source.Address address, Readiness readiness, Scale scale) {
        this.backend = backend;
        this.readiness = readiness;
        this.scale = scale;
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

    /** It is asked whether it is ready: whoever scales it starts something to answer that. */
    @Override
    public void wake() {
        if (waking.compareAndSet(false, true)) {
            readiness.ask(endpoint).onComplete(status -> {
                waking.set(false);
                if (status.succeeded() && status.result() == 200) {
                    backend.awake(System.nanoTime());
                }
            });
        }
    }

    @Override
    public State state(long nowNanos) {
        return isAsleep(nowNanos)
                ? new State(Warmth.COLD, backend.expectedStart(), "")
                : new State(Warmth.WARM, Duration.ZERO, "");
    }

    /** What was seen may be some moments old: an answer that came since then tells more. */
    private boolean isAsleep(long nowNanos) {
        boolean idle = backend.answeredNothingSince(nowNanos - sleepsAfter.toNanos());
        return scale.known()
                .map(known -> known.replicas() == 0 && (idle || backend.answeredNothingSince(known.sinceNanos())))
                .orElse(idle);
    }

    @Override
    public void close() {
        scale.close();
        backend.remove(endpoint);
    }
}
