package io.pilotlight.router.decision;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.router.decision.Decision.Route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The cheapest pool that is expected to answer in time. A warm one goes before one that would have to be started, since a start keeps
 * the caller waiting and money alone is saved; a cheaper one is then started beside it. Where nothing is in time, the one that is
 * expected to be first.
 *
 * <p>What is known of a pool that nobody asks grows old: a pool that was slow would never be asked again. So where a caller has time for
 * it, a cheaper pool of which nothing was heard lately gets the request.
 */
public final class CheapestInTime implements Decider {

    private static final Comparator<Candidate> BY_COST =
            Comparator.comparingDouble(Candidate::cost).thenComparing(Candidate::expected);

    private static final Comparator<Candidate> WARM_FIRST =
            Comparator.comparing((Candidate candidate) -> !candidate.isWarm()).thenComparing(BY_COST);

    private static final Comparator<Candidate> BY_EXPECTATION =
            Comparator.comparing(Candidate::expected).thenComparingDouble(Candidate::cost);

    @Override
    public Decision decide(Inquiry inquiry, List<Candidate> candidates, long nowNanos) {
        List<Candidate> usable = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            if (candidate.warmth() != Candidate.Warmth.BROKEN) {
                usable.add(candidate);
            }
        }
        if (usable.isEmpty()) {
            return new Decision(Collections.min(candidates, BY_COST).pool(), Route.LIKELIEST, Optional.empty());
        }
        long remaining = inquiry.deadline().remainingNanos(nowNanos);
        Candidate cheapest = Collections.min(usable, BY_COST);
        return least(WARM_FIRST, usable, candidate -> isInTime(candidate, remaining))
                .map(chosen -> probe(inquiry, usable, chosen)
                        .orElseGet(() -> new Decision(
                                chosen.pool(), route(chosen, cheapest, remaining), worthWaking(chosen, cheapest))))
                .orElseGet(() -> likeliest(usable, cheapest, remaining));
    }

    /** The first in that order of those that fit. Every request comes by here, and there are few of them: no stream is set up. */
    private static Optional<Candidate> least(
            Comparator<Candidate> order, List<Candidate> candidates, Predicate<Candidate> fits) {
        Candidate least = null;
        for (Candidate candidate : candidates) {
            if (fits.test(candidate) && (least == null || order.compare(candidate, least) < 0)) {
                least = candidate;
            }
        }
        return Optional.ofNullable(least);
    }

    private static boolean isInTime(Candidate candidate, long remainingNanos) {
        return candidate.expected().toNanos() <= remainingNanos;
    }

    private static Route route(Candidate chosen, Candidate cheapest, long remainingNanos) {
        if (!chosen.isWarm()) {
            return Route.COLD_START;
        }
        if (chosen.cost() <= cheapest.cost()) {
            return Route.CHEAPEST;
        }
        return isInTime(cheapest, remainingNanos) ? Route.WARM : Route.DEADLINE;
    }

    /** A cheaper one that sleeps is started for those who come after. */
    private static Optional<String> worthWaking(Candidate chosen, Candidate cheapest) {
        return cheapest.cost() < chosen.cost() && cheapest.warmth() == Candidate.Warmth.COLD
                ? Optional.of(cheapest.pool())
                : Optional.empty();
    }

    /** A machine or a person who waits for every millisecond is not made to find out for others. */
    private static Optional<Decision> probe(Inquiry inquiry, List<Candidate> usable, Candidate chosen) {
        return inquiry.tier() == LatencyTier.REALTIME
                ? Optional.empty()
                : least(
                                BY_COST,
                                usable,
                                candidate ->
                                        candidate.isWarm() && candidate.stale() && candidate.cost() < chosen.cost())
                        .map(candidate -> new Decision(candidate.pool(), Route.PROBE, Optional.empty()));
    }

    /** One that sleeps and would be in time, were it awake, is started for those who come after: it would never be asked otherwise. */
    private static Decision likeliest(List<Candidate> usable, Candidate cheapest, long remainingNanos) {
        Candidate chosen = Collections.min(usable, BY_EXPECTATION);
        Optional<String> inTimeOnceAwake = least(
                        BY_COST,
                        usable,
                        candidate -> candidate.warmth() == Candidate.Warmth.COLD
                                && !candidate.equals(chosen)
                                && candidate.answer().toNanos() <= remainingNanos)
                .map(Candidate::pool);
        return new Decision(chosen.pool(), Route.LIKELIEST, inTimeOnceAwake.or(() -> worthWaking(chosen, cheapest)));
    }
}
