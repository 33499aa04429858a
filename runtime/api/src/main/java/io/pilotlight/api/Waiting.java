package io.pilotlight.api;

import java.io.Serial;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What work has to say that may be {@linkplain Attempts begun on a thread which must not wait}: that it is about to wait, or to compute
 * for long. On any other thread it just waits.
 */
public final class Waiting {

    /** It ends an attempt from within; it is no failure and has no trace. */
    static final class GivenUp extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super("the work would have to wait", null, false, false);
        }
    }

    private Waiting() {}

    /**
     * Does the work on this thread, unless it would have to wait.
     *
     * @param work without effects until then
     * @return empty if it was given up, whatever the work has made of that
     */
    public static <T> Optional<T> without(Supplier<T> work) {
        try (Attempts<T> attempts = new Attempts<>(work)) {
            return attempts.withoutWaiting() instanceof Attempts.Outcome.Done<T>(T value)
                    ? Optional.of(value)
                    : Optional.empty();
        }
    }

    /** To be called by whoever is about to wait, or to compute for long; returns where that is allowed. */
    public static void begins() {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null && !attempt.mayWait()) {
            throw attempt.giveUp();
        }
    }

    /**
     * Waits until something is complete, however it ends, or the time is over. On a thread which must not wait it returns only if
     * either is so already.
     *
     * @param untilNanos a time of {@link System#nanoTime}
     * @throws java.util.concurrent.CancellationException if nobody wants the answer any more
     */
    public static void until(CompletableFuture<?> what, long untilNanos) {
        long left = untilNanos - System.nanoTime();
        if (what.isDone() || left <= 0) {
            return;
        }
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null && !attempt.mayWait()) {
            throw attempt.giveUp(what, untilNanos);
        }
        try {
            what.get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Call.abandoned();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // how it ended is for the caller to see
        }
    }

    /**
     * Does a part of the work with what an earlier attempt has made under this name, else with what is made now. That is closed when the
     * part is over, however it ends; not when it is given up, unless no attempt follows.
     *
     * @param name equal to itself in each attempt, and to no other's
     */
    public static <S extends AutoCloseable, T> T with(Object name, Supplier<S> maker, Function<S, T> part) {
        S made = remember(name, maker);
        boolean over = true;
        try {
            return part.apply(made);
        } catch (GivenUp e) {
            over = false;
            throw e;
        } finally {
            if (over) {
                forget(name);
                Attempts.end(made);
            }
        }
    }

    /** Where work is not done in attempts, each time another. */
    @SuppressWarnings("unchecked") // what lies under a name is what the same maker made
    static <S extends AutoCloseable> S remember(Object name, Supplier<S> maker) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        return attempt == null ? maker.get() : (S) attempt.remembered().computeIfAbsent(name, _ -> maker.get());
    }

    private static void forget(Object name) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null) {
            attempt.remembered().remove(name);
        }
    }
}
