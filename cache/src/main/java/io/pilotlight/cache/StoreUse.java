package io.pilotlight.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What a {@link SharedStore} was asked and gave, since it was made. */
public final class StoreUse {

    private final LongAdder lookups = new LongAdder();
    private final LongAdder lookupNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();

    StoreUse() {}

    void lookedUp(Duration time, long bytes) {
        lookups.increment();
        lookupNanos.add(time.toNanos());
        bytesRead.add(bytes);
    }

    void wrote(long bytes) {
        bytesWritten.add(bytes);
    }

    void failed() {
        failures.increment();
    }

    /** Look-ups that were answered in time, of any number of answers or epochs each. */
    public long lookups() {
        return lookups.sum();
    }

    /** What they took, together. */
    public Duration lookupTime() {
        return Duration.ofNanos(lookupNanos.sum());
    }

    /** What was asked and not answered in time. */
    public long failures() {
        return failures.sum();
    }

    /** Of what was found. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Of answers that were sent to be kept, whether they arrived or not. */
    public long bytesWritten() {
        return bytesWritten.sum();
    }
}
