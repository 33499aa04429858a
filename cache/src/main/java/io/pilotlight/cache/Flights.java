package io.pilotlight.cache;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is being computed in this process: whoever asks for the same meanwhile waits for it. */
final class Flights {

    private final ConcurrentMap<ItemKey, Flight> flying = new ConcurrentHashMap<>();

    /** One answer that is being computed. Whoever boarded it first computes it, and lands it whatever happens. */
    static final class Flight {

        private final CountDownLatch landed = new CountDownLatch(1);
        private volatile Optional<StoredValue> value = Optional.empty();

        /** The answer; empty where there was none in that time, or none at all: a failure is nobody else's answer. */
        Optional<StoredValue> await(long nanos) throws InterruptedException {
            return landed.await(nanos, TimeUnit.NANOSECONDS) ? value : Optional.empty();
        }
    }

    /**
     * Announces that the caller computes that answer.
     *
     * @return the flight of somebody who does already; empty if the caller is the one
     */
    Optional<Flight> board(ItemKey key) {
        return Optional.ofNullable(flying.putIfAbsent(key, new Flight()));
    }

    /** The caller has computed it, or failed to. */
    void land(ItemKey key, Optional<StoredValue> value) {
        Flight flight = flying.remove(key);
        if (flight != null) {
            flight.value = value;
            flight.landed.countDown();
        }
    }
}
