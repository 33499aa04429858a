package io.pilotlight.router.pool;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;

import java.time.Duration;
import java.util.Optional;

/** Somebody who waits, and remembers what he was told. */
final class TestWaiter implements Waiter {

    private final LatencyTier tier;
    private final Deadline deadline;
    private volatile Optional<Backend.Lease> lease = Optional.empty();
    private volatile Optional<InferenceException> refusal = Optional.empty();

    TestWaiter(LatencyTier tier, Duration remaining) {
        this.tier = tier;
        this.deadline = Deadline.after(remaining, System.nanoTime());
    }

    static TestWaiter of(LatencyTier tier) {
        return new TestWaiter(tier, Duration.ofMinutes(1));
    }

    @Override
    public LatencyTier tier() {
        return tier;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void take(Backend.Lease given) {
        requireUntold();
        lease = Optional.of(given);
    }

    @Override
    public void refuse(InferenceException reason) {
        requireUntold();
        refusal = Optional.of(reason);
    }

    private void requireUntold() {
        if (lease.isPresent() || refusal.isPresent()) {
            throw new AssertionError("told twice");
        }
    }

    Optional<Backend.Lease> lease() {
        return lease;
    }

    Optional<InferenceException> refusal() {
        return refusal;
    }
}
