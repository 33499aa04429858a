package io.pilotlight.router.pool;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Those who wait for an endpoint: the most urgent tier first, within it the earliest deadline, bounded. When it is full, whoever is last
 * in that order makes room for a more urgent newcomer. Guarded by its {@link Backend}.
 */
final class WaitingRoom {

    private static final Comparator<Place> ORDER = Comparator.comparing(
                    (Place place) -> place.waiter().tier())
            .thenComparing(place -> place.waiter().deadline())
            .thenComparingLong(Place::number);

    private final int size;
    private final TreeSet<Place> places = new TreeSet<>(ORDER);
    private long numbers;

    /** Somebody's place, to leave again. */
    record Place(Waiter waiter, long number) {}

    /**
     * Empty.
     *
     * @param size how many may wait
     */
    WaitingRoom(int size) {
        this.size = size;
    }

    /**
     * A newcomer's place, or none.
     *
     * @param placed his; empty if there is no room for him
     * @param shed who has lost his place to him
     */
    record Entry(Optional<Place> placed, Optional<Waiter> shed) {}

    Entry enter(Waiter waiter) {
        Place place = new Place(waiter, numbers++);
        if (places.size() < size) {
            places.add(place);
            return new Entry(Optional.of(place), Optional.empty());
        }
        Place last = places.last();
        if (waiter.tier().compareTo(last.waiter().tier()) >= 0) {
            return new Entry(Optional.empty(), Optional.empty());
        }
        places.remove(last);
        places.add(place);
        return new Entry(Optional.of(place), Optional.of(last.waiter()));
    }

    /** How many go before such a newcomer. */
    int ahead(Waiter waiter) {
        return places.headSet(new Place(waiter, numbers)).size();
    }

    Optional<Waiter> first() {
        return places.isEmpty() ? Optional.empty() : Optional.of(places.first().waiter());
    }

    Optional<Waiter> next() {
        return Optional.ofNullable(places.pollFirst()).map(Place::waiter);
    }

    /** Whether he was still there. */
    boolean leave(Place place) {
        return places.remove(place);
    }

    List<Waiter> leaveAll() {
        List<Waiter> all = places.stream().map(Place::waiter).toList();
        places.clear();
        return all;
    }

    int count() {
        return places.size();
    }
}
