package io.pilotlight.api;

import java.io.Serial;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work that is begun on a thread which must not wait, as an event loop must not, and that is given up as soon as it would have to:
 * whoever is about to wait, or to compute for long, says so first.
 */
public final class Waiting {

    private static final ScopedValue<AtomicBoolean> GIVEN_UP = ScopedValue.newInstance();

    /** It ends the work from within; it is no failure and has no trace. */
    private static final class GivenUp extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        private GivenUp() {
            super("the work would have to wait", null, false, false);
        }
    }

    private Waiting() {}

    /**
     * Does the work on this thread, unless it would have to wait.
     *
     * @param work to be done again elsewhere where it is given up; without effects until then
     * @return empty if it was given up, whatever the work has made of that
     */
    public static <T> Optional<T> without(Supplier<T> work) {
        AtomicBoolean givenUp = new AtomicBoolean();
        T done;
        try {
            done = ScopedValue.where(GIVEN_UP, givenUp).call(work::get);
        } catch (RuntimeException e) {
            if (givenUp.get()) {
                return Optional.empty();
            }
            throw e;
        }
        return givenUp.get() ? Optional.empty() : Optional.of(done);
    }

    /** To be called by whoever is about to wait; returns where that is allowed. */
    public static void begins() {
        if (GIVEN_UP.isBound()) {
            GIVEN_UP.get().set(true);
            throw new GivenUp();
        }
    }
}
