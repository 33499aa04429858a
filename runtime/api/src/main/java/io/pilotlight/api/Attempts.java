package io.pilotlight.api;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Work that is begun on a thread which must not wait, as an event loop must not. Where it would have to, it is given up, and begun
 * again: there when what it waits for has come, or on a thread that may wait. What it has found out and begun until then it can
 * {@linkplain Waiting#with remember}. Attempts follow one another; they never run side by side.
 *
 * @param <T> what the work makes
 */
public final class Attempts<T> implements AutoCloseable {

    private static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

    private final Supplier<T> work;
    private final boolean small;
    private final Executor afterwards;
    private final Map<Object, Object> remembered = new HashMap<>();

    /**
     * None is made yet.
     *
     * @param work to be begun again where it is given up; without effects until then, but for what it remembers
     * @param small whether a thread that must not wait may {@linkplain Waiting#computes compute} what is asked, since it is little
     * @param afterwards does on that thread what has time until all is begun that has come to it by now
     */
    public Attempts(Supplier<T> work, boolean small, Executor afterwards) {
        this.work = work;
        this.small = small;
        this.afterwards = afterwards;
    }

    /** What comes of an attempt that must not wait. */
    public sealed interface Outcome<T> {

        /** The work is done. */
        record Done<T>(T value) implements Outcome<T> {}

        /**
         * The work goes on when something has come.
         *
         * @param what is waited for; how it ends is the work's own concern
         * @param untilNanos a time of {@link System#nanoTime}, after which the work goes on without it; empty where it surely comes
         */
        record Coming<T>(CompletableFuture<?> what, OptionalLong untilNanos) implements Outcome<T> {}

        /** The work has to go on where it may wait. */
        record Elsewhere<T>() implements Outcome<T> {}
    }

    /** One run of the work, and what it was given up for. */
    static final class Attempt {

        private final boolean mayWait;
        private final boolean mayCompute;
        private final Executor afterwards;
        private final Map<Object, Object> remembered;
        private boolean givenUp;
        private @Nullable CompletableFuture<?> coming;
        private OptionalLong untilNanos = OptionalLong.empty();

        private Attempt(boolean mayWait, boolean mayCompute, Executor afterwards, Map<Object, Object> remembered) {
            this.mayWait = mayWait;
            this.mayCompute = mayCompute;
            this.afterwards = afterwards;
            this.remembered = remembered;
        }

        static @Nullable Attempt current() {
            return CURRENT.isBound() ? CURRENT.get() : null;
        }

        boolean mayWait() {
            return mayWait;
        }

        boolean mayCompute() {
            return mayCompute;
        }

        Executor afterwards() {
            return afterwards;
        }

        Map<Object, Object> remembered() {
            return remembered;
        }

        Waiting.GivenUp giveUp() {
            givenUp = true;
            return new Waiting.GivenUp();
        }

        Waiting.GivenUp giveUp(CompletableFuture<?> until, OptionalLong nanos) {
            coming = until;
            untilNanos = nanos;
            return giveUp();
        }

        private <T> Outcome<T> ended() {
            return coming == null ? new Outcome.Elsewhere<>() : new Outcome.Coming<>(coming, untilNanos);
        }
    }

    /**
     * Does the work on this thread, unless it would have to wait; whatever the work itself has made of that.
     *
     * @throws RuntimeException what the work throws
     */
    public Outcome<T> withoutWaiting() {
        Attempt attempt = new Attempt(false, small, afterwards, remembered);
        T done;
        try {
            done = ScopedValue.where(CURRENT, attempt).call(work::get);
        } catch (RuntimeException e) {
            if (attempt.givenUp) {
                return attempt.ended();
            }
            throw e;
        }
        return attempt.givenUp ? attempt.ended() : new Outcome.Done<>(done);
    }

    /**
     * Does the work on this thread, which may wait.
     *
     * @throws RuntimeException what the work throws
     */
    public T waiting() {
        return ScopedValue.where(CURRENT, new Attempt(true, true, Runnable::run, remembered))
                .call(work::get);
    }

    /** No attempt follows: ends what was remembered. To be called whatever has come of the work. */
    @Override
    public void close() {
        remembered.values().forEach(Attempts::end);
        remembered.clear();
    }

    static void end(Object remembered) {
        if (remembered instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
