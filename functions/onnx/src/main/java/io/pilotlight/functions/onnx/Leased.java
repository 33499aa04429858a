package io.pilotlight.functions.onnx;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that is closed when its owner has retired it and the last of those who work with it has given it back. Counts
 * references: one for the owner, one for each lease.
 */
final class Leased<T> {

    private final T value;
    private final Runnable close;
    private final AtomicInteger references = new AtomicInteger(1);
    private volatile boolean retired;

    /**
     * Owned by whoever makes it.
     *
     * @param close called once, on the thread that gives the last reference back
     */
    Leased(T value, Runnable close) {
        this.value = value;
        this.close = close;
    }

    T value() {
        return value;
    }

    /** Takes a lease, which {@link #giveBack} ends; or does not, because it has been retired. */
    boolean lease() {
        return !retired && references.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Ends a lease. */
    void giveBack() {
        if (references.decrementAndGet() == 0) {
            close.run();
        }
    }

    /** Gives the owner's reference back, once: there are no new leases, and after the last it is closed. */
    void retire() {
        retired = true;
        giveBack();
    }

    boolean isClosed() {
        return references.get() == 0;
    }
}
