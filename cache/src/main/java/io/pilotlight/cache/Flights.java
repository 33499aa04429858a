package io.pilotlight.cache;

import io.pilotlight.api.Waiting;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is being computed in this process: whoever asks for the same meanwhile waits for it. */
final class Flights {

    private final ConcurrentMap<ItemKey, Flight> flying = new ConcurrentHashMap<>();

    /** One answer that is being computed. Whoever boarded it first computes it, and lands it whatever happens. */
    static final class Flight {

        private final CompletableFuture<Optional<StoredValue>> landed = new CompletableFuture<>();

        /** The answer; empty where there is none by then, or none at all: a failure is nobody else's answer. */
        Optional<StoredValue> await(long untilNanos) {
            Waiting.until(landed, untilNanos);
            return landed.getNow(Optional.empty());
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
            flight.landed.complete(value);
        }
    }
}
