package io.pilotlight.engine.plan;

/** A turnstile's time without the waits before it: what others take of a survey's time is not taken from its budget. */
final class MeasuringTime implements Turnstile {

    private final Turnstile turnstile;
    private long waitedNanos;

    MeasuringTime(Turnstile turnstile) {
        this.turnstile = turnstile;
    }

    @Override
    public boolean isOpen() {
        return turnstile.isOpen();
    }

    @Override
    public boolean awaitOpen() {
        long begun = System.nanoTime();
        boolean open = turnstile.awaitOpen();
        waitedNanos += System.nanoTime() - begun;
        return open;
    }

    /** As {@link System#nanoTime()}; for the thread that waits. */
    long nanos() {
        return System.nanoTime() - waitedNanos;
    }
}
