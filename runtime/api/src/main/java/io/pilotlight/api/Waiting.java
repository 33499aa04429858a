package io.pilotlight.api;

import java.io.Serial;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        try (Attempts<T> attempts = new Attempts<>(work, false, Runnable::run)) {
            return attempts.withoutWaiting() instanceof Attempts.Outcome.Done<T>(T value)
                    ? Optional.of(value)
                    : Optional.empty();
        }
    }

    /** To be called by whoever is about to wait, or to compute for long whatever was asked; returns where that is allowed. */
    public static void begins() {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null && !attempt.mayWait()) {
            throw attempt.giveUp();
        }
    }

    /** To be called by whoever is about to compute for as long as was much asked; returns where that is allowed. */
    public static void computes() {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null && !attempt.mayCompute()) {
            throw attempt.giveUp();
        }
    }

    /**
     * Does something now, or, on a thread which must not wait, when that has begun all that has come to it: what wakes another thread
     * lets it find more to do then.
     */
    public static void afterwards(Runnable action) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt == null) {
            action.run();
        } else {
            attempt.afterwards().execute(action);
        }
    }

    /**
     * Waits until something is complete, however it ends, which it does within the time there is for it. On a thread which must not wait
     * it returns only if it is so already.
     *
     * @throws java.util.concurrent.CancellationException if nobody wants the answer any more
     */
    public static void until(CompletableFuture<?> what) {
        if (!what.isDone()) {
            begins(what, OptionalLong.empty());
            await(what::get);
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
        begins(what, OptionalLong.of(untilNanos));
        await(() -> what.get(left, TimeUnit.NANOSECONDS));
    }

    private static void begins(CompletableFuture<?> what, OptionalLong untilNanos) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null && !attempt.mayWait()) {
            throw attempt.giveUp(what, untilNanos);
        }
    }

    private static void await(Callable<?> what) {
        try {
            what.call();
        } catch (InterruptedException e) {
            throw Call.abandoned();
        } catch (Exception e) {
            // how it ended is for the caller to see
        }
    }

    /**
     * Does a part of the work with what an earlier attempt has made under this name, else with what is made now. That is forgotten, and
     * closed where it is {@link AutoCloseable}, when the part is over, however it ends; not when it is given up, unless no attempt follows.
     *
     * @param name equal to itself in each attempt, and to no other's
     */
    public static <S, T> T with(Object name, Supplier<S> maker, Function<S, T> part) {
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

    /**
     * What an earlier attempt has made under this name, else what is made now, which later ones will find; where work is not done in
     * attempts, each time another.
     *
     * @param name equal to itself in each attempt, and to no other's
     * @param maker whose things, where they are {@link AutoCloseable}, are closed when no attempt follows
     */
    @SuppressWarnings("unchecked") // what lies under a name is what the same maker made
    public static <S> S remember(Object name, Supplier<S> maker) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt == null) {
            return maker.get();
        }
        Object earlier = attempt.remembered().get(name);
        if (earlier != null) {
            return (S) earlier;
        }
        S made = maker.get(); // which may remember things of its own
        attempt.remembered().put(name, made);
        return made;
    }

    private static void forget(Object name) {
        Attempts.Attempt attempt = Attempts.Attempt.current();
        if (attempt != null) {
            attempt.remembered().remove(name);
        }
    }
}
