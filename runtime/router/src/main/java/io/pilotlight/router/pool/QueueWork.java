package io.pilotlight.router.pool;

import io.pilotlight.queue.QueueLag.Reading;

import java.util.OptionalLong;

/** What is known of the queue that a backend's processes work on. Not safe for use by many threads. */
final class QueueWork {

    private OptionalLong lag = OptionalLong.empty();
    private long settled;

    /**
     * That was found.
     *
     * @return whether there is work, or some was done since the last time, however soon after it had come
     */
    boolean found(Reading reading) {
        boolean moved = lag.isPresent() && reading.settled() != settled;
        lag = OptionalLong.of(reading.records());
        settled = reading.settled();
        return moved || reading.records() > 0;
    }

    /**
     * Nothing is known any more.
     *
     * @return whether there was work when something was
     */
    boolean lost() {
        boolean waited = recordsWait();
        lag = OptionalLong.empty();
        return waited;
    }

    boolean recordsWait() {
        return lag.orElse(0) > 0;
    }

    /** Records that wait, those that are being worked on included; empty while that is not known. */
    OptionalLong lag() {
        return lag;
    }
}
