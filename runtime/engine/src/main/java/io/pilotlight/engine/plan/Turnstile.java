package io.pilotlight.engine.plan;

/** Lets measuring through while nobody needs the processors. */
public interface Turnstile {

    /** Whether measuring may go on. */
    boolean isOpen();

    /**
     * Waits until it is open.
     *
     * @return false if it never will be again
     */
    boolean awaitOpen();
}
