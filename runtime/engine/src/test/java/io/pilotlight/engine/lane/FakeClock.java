package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Nanoseconds that pass only when a test says so. */
final class FakeClock implements LongSupplier {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // about to wrap around, as any clock may be

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    Deadline in(Duration duration) {
        return Deadline.after(duration, getAsLong());
    }
}
