package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.tests.benchmark.report.Distribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Figures of contestants who took turns: each had one in every round, in shuffled order, so that whatever slows the machine
 * for a while slows all of them, and none always comes after the same other.
 *
 * @param rounds what was measured of each contestant, round by round
 */
record PairedRounds<C, M>(List<Map<C, M>> rounds) {
    private static final long SEED = 20_261_123L;

    /** Has one contestant measured. */
    @FunctionalInterface
    interface Turn<C, M> {
        M measure(C contestant) throws InterruptedException;
    }

    static <C, M> PairedRounds<C, M> measure(List<C> contestants, int rounds, Turn<C, M> turn)
            throws InterruptedException {
        List<Map<C, M>> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            measured.add(round(contestants, round, turn));
        }
        return new PairedRounds<>(measured);
    }

    /** One round, in the order that belongs to its number. */
    static <C, M> Map<C, M> round(List<C> contestants, int number, Turn<C, M> turn) throws InterruptedException {
        List<C> order = new ArrayList<>(contestants);
        // Not Random: its first draws for neighbouring seeds are nearly the same.
        Collections.shuffle(order, new SplittableRandom(SEED + number));
        Map<C, M> round = new LinkedHashMap<>();
        for (C contestant : order) {
            round.put(contestant, turn.measure(contestant));
        }
        return round;
    }

    double median(C contestant, ToDoubleFunction<M> figure) {
        return medianOfRounds(round -> figure.applyAsDouble(of(round, contestant)));
    }

    /** How many times as much one has as another: the median of the rounds' ratios, not the medians' ratio. */
    double medianRatio(C contestant, C to, ToDoubleFunction<M> figure) {
        return medianOfRounds(
                round -> figure.applyAsDouble(of(round, contestant)) / figure.applyAsDouble(of(round, to)));
    }

    /** Who has the highest median. */
    C best(ToDoubleFunction<M> figure) {
        return rounds.getFirst().keySet().stream()
                .max(Comparator.comparingDouble(contestant -> median(contestant, figure)))
                .orElseThrow();
    }

    private double medianOfRounds(ToDoubleFunction<Map<C, M>> figure) {
        return Distribution.of(rounds, figure).median();
    }

    private static <C, M> M of(Map<C, M> round, C contestant) {
        M measured = round.get(contestant);
        if (measured == null) {
            throw new IllegalArgumentException("%s took no part; %s did".formatted(contestant, round.keySet()));
        }
        return measured;
    }
}
