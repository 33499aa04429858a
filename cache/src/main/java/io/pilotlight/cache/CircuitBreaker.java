package io.pilotlight.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Asks nothing of a store that has failed a few times in a row, but for one look now and then whether it is back. */
final class CircuitBreaker {

    private static final int FAILURES = 3;
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicLong nextTryNanos = new AtomicLong();
    private volatile long failingSinceNanos;

    /** Whether it may be asked now: open, one in each pause may. */
    boolean allows(long nowNanos) {
        if (failures.get() < FAILURES) {
            return true;
        }
        long next = nextTryNanos.get();
        return nowNanos - next >= 0 && nextTryNanos.compareAndSet(next, nowNanos + PAUSE_NANOS);
    }

    /** What was asked succeeded: whether it had been open. */
    boolean succeeded() {
        return failures.get() > 0 && failures.getAndSet(0) >= FAILURES;
    }

    /** What was asked failed: whether that opens it. */
    boolean failed(long nowNanos) {
        int inARow = failures.incrementAndGet();
        if (inARow == 1) {
            failingSinceNanos = nowNanos;
        }
        if (inARow >= FAILURES) {
            nextTryNanos.set(nowNanos + PAUSE_NANOS);
        }
        return inARow == FAILURES;
    }

    /** For how long nothing has succeeded, if something has failed since. */
    long failingNanos(long nowNanos) {
        return failures.get() == 0 ? 0 : nowNanos - failingSinceNanos;
    }
}
