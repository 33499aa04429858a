package io.pilotlight.cache;

import io.pilotlight.api.Waiting;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a {@link SharedStore} was asked, and may answer in time. Whoever has asked awaits it, or is told by {@link #answered} and looks at
 * the {@link #outcome} then, or at its deadline. One at a time.
 *
 * @param <T> what comes of it
 */
public final class StoreQuestion<T> {

    private final CompletableFuture<?> answered;
    private final long untilNanos;
    private final Supplier<Optional<T>> settling;
    private Optional<T> outcome = Optional.empty();
    private boolean settled;

    /**
     * Asked already.
     *
     * @param answered completed, however it ends, when the store has answered
     * @param untilNanos a time of {@link System#nanoTime} until which that is of use
     * @param settling what comes of it, told once: empty if there is no answer
     */
    StoreQuestion(CompletableFuture<?> answered, long untilNanos, Supplier<Optional<T>> settling) {
        this.answered = answered;
        this.untilNanos = untilNanos;
        this.settling = settling;
    }

    /** One that there is nobody to ask. */
    static <T> StoreQuestion<T> unanswered() {
        return new StoreQuestion<>(CompletableFuture.completedFuture(null), System.nanoTime(), Optional::empty);
    }

    /** Completes, however it ends, when the store has answered. */
    public CompletableFuture<?> answered() {
        return answered;
    }

    /** Until when that is of use, as a time of {@link System#nanoTime}. */
    public long untilNanos() {
        return untilNanos;
    }

    /** What has come of it: empty if there is no answer, or none yet, and then there will be none. */
    public Optional<T> outcome() {
        if (!settled) {
            settled = true;
            outcome = settling.get();
        }
        return outcome;
    }

    /** What has come of it when it is answered, or its time over. */
    public Optional<T> await() {
        Waiting.until(answered, untilNanos);
        return outcome();
    }

    /** The same question, and something made of its answer, once. */
    <U> StoreQuestion<U> map(Function<T, U> maker) {
        return new StoreQuestion<>(answered, untilNanos, () -> outcome().map(maker));
    }
}
