package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows that wait, by latency tier, and whose turn it is. */
final class Tiers {

    /** Of how many runs one is for a less urgent tier that waits, so that none starves. */
    private static final int TURN = 16;

    private final List<TierQueue> mostUrgentFirst;
    private final Map<LatencyTier, Place> places = new EnumMap<>(LatencyTier.class);

    private record Place(TierQueue queue, List<TierQueue> moreUrgent, List<TierQueue> lessUrgent) {}

    Tiers() {
        LatencyTier[] tiers = LatencyTier.values();
        mostUrgentFirst = Stream.of(tiers).map(tier -> new TierQueue()).toList();
        for (int i = 0; i < tiers.length; i++) {
            places.put(
                    tiers[i],
                    new Place(
                            mostUrgentFirst.get(i),
                            mostUrgentFirst.subList(0, i),
                            mostUrgentFirst.subList(i + 1, tiers.length)));
        }
    }

    private Place place(LatencyTier tier) {
        Place place = places.get(tier);
        if (place == null) {
            throw new IllegalStateException("every tier has its place, " + tier + " has none");
        }
        return place;
    }

    TierQueue of(LatencyTier tier) {
        return place(tier).queue();
    }

    List<TierQueue> moreUrgentThan(LatencyTier tier) {
        return place(tier).moreUrgent();
    }

    /** The most urgent of them first. */
    List<TierQueue> lessUrgentThan(LatencyTier tier) {
        return place(tier).lessUrgent();
    }

    int size() {
        return size(mostUrgentFirst);
    }

    static int size(List<TierQueue> queues) {
        int size = 0;
        for (TierQueue queue : queues) {
            size += queue.size();
        }
        return size;
    }

    /** The row that should run first. */
    Optional<Row> first() {
        for (TierQueue queue : mostUrgentFirst) {
            if (!queue.isEmpty()) {
                return Optional.of(queue.first());
            }
        }
        return Optional.empty();
    }

    /** Settles and forgets those whose deadline has passed; gives the earliest of the others, if any. */
    Optional<Deadline> expire(long nowNanos) {
        Optional<Deadline> earliest = Optional.empty();
        for (TierQueue queue : mostUrgentFirst) {
            queue.expire(nowNanos);
            if (!queue.isEmpty()) {
                Deadline first = queue.first().deadline();
                earliest = earliest.filter(other -> other.compareTo(first) < 0).or(() -> Optional.of(first));
            }
        }
        return earliest;
    }

    /** The tier whose turn it is: the most urgent that waits, but for the turns of those below it. */
    Optional<TierQueue> takeTurn() {
        return takeTurn(mostUrgentFirst);
    }

    private static Optional<TierQueue> takeTurn(List<TierQueue> tiers) {
        for (int i = 0; i < tiers.size(); i++) {
            TierQueue queue = tiers.get(i);
            if (queue.isEmpty()) {
                queue.forgetTurns(); // whoever waits below it has one now
            } else {
                List<TierQueue> below = tiers.subList(i + 1, tiers.size());
                return size(below) > 0 && queue.isOnesTurnIn(TURN) ? takeTurn(below) : Optional.of(queue);
            }
        }
        return Optional.empty();
    }
}
