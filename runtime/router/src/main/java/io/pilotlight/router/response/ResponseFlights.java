package io.pilotlight.router.response;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.cache.ItemKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Responses that are just being made: whoever asks for the same meanwhile waits for them. Told on the thread of who made it. */
public final class ResponseFlights {

    private final ConcurrentMap<ItemKey, Flight> flying = new ConcurrentHashMap<>();

    /** What became of it. */
    public sealed interface Landing {

        /** A response that may be kept, and so is everybody's. */
        record Response(WholeResponse response) implements Landing {}

        /** One that is nobody else's: each asks for himself. */
        record NotShared() implements Landing {}

        /** Its maker's caller has gone: somebody else makes it. */
        record Abandoned() implements Landing {}
    }

    /** Who waits for one. */
    @FunctionalInterface
    public interface Passenger {
        void landed(Landing landing);
    }

    /** One response that is being made, by whoever has boarded first. */
    public final class Flight {

        private final ItemKey key;
        private final LatencyTier tier;
        private final List<Passenger> passengers = new ArrayList<>();
        private boolean landed;

        private Flight(ItemKey key, LatencyTier tier) {
            this.key = key;
            this.tier = tier;
        }

        private synchronized boolean board(Passenger passenger) {
            if (!landed) {
                passengers.add(passenger);
            }
            return !landed;
        }

        /** Ends it; only the first call counts. */
        public void land(Landing landing) {
            List<Passenger> told;
            synchronized (this) {
                if (landed) {
                    return;
                }
                landed = true;
                told = List.copyOf(passengers);
                flying.remove(key, this);
            }
            told.forEach(passenger -> passenger.landed(landing));
        }
    }

    /** What becomes of somebody who wants a response. */
    public sealed interface Boarding {

        /** He makes it, and lands the flight whatever happens. */
        record Maker(Flight flight) implements Boarding {}

        /** He is told. */
        record Waits() implements Boarding {}

        /** It is made by somebody in less of a hurry, for whom he does not wait. */
        record Alone() implements Boarding {}
    }

    /** Joins those who want that response. */
    public Boarding board(ItemKey key, LatencyTier tier, Passenger passenger) {
        while (true) {
            Flight own = new Flight(key, tier);
            Optional<Flight> other = Optional.ofNullable(flying.putIfAbsent(key, own));
            if (other.isEmpty()) {
                return new Boarding.Maker(own);
            }
            if (other.get().tier.compareTo(tier) > 0) {
                return new Boarding.Alone();
            }
            if (other.get().board(passenger)) {
                return new Boarding.Waits();
            }
        }
    }
}
