package io.pilotlight.tests.benchmark.plans;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PairedRoundsTest {

    /** The machine was at its best in the first round, at half of that in the second, at a fifth in the third. */
    private static final PairedRounds<String, Double> SLOWING = new PairedRounds<>(List.of(
            Map.of("wide", 100.0, "narrow", 80.0),
            Map.of("wide", 50.0, "narrow", 60.0),
            Map.of("wide", 20.0, "narrow", 24.0)));

    @Test
    void givesEveryContestantATurnInEveryRoundAndNotAlwaysInTheSameOrder() throws InterruptedException {
        List<String> contestants = List.of("a", "b", "c", "d");
        List<String> turns = new ArrayList<>();
        PairedRounds<String, Integer> rounds = PairedRounds.measure(contestants, 20, contestant -> {
            turns.add(contestant);
            return turns.size();
        });
        HashSet<List<String>> orders = new HashSet<>();
        for (int i = 0; i < turns.size(); i += contestants.size()) {
            List<String> order = turns.subList(i, i + contestants.size());
            assertThat(order).containsExactlyInAnyOrderElementsOf(contestants);
            orders.add(order);
        }
        assertThat(rounds.rounds()).hasSize(20);
        assertThat(orders).hasSizeGreaterThan(10);
    }

    @Test
    void comparesWithinRounds() {
        assertThat(SLOWING.median("wide", figure -> figure)).isEqualTo(50);
        assertThat(SLOWING.medianRatio("narrow", "wide", figure -> figure)).isEqualTo(1.2);
        assertThat(SLOWING.medianRatio("wide", "wide", figure -> figure)).isEqualTo(1);
    }

    @Test
    void callsBestWhoHasTheHighestMedian() {
        assertThat(SLOWING.best(figure -> figure)).isEqualTo("narrow");
        assertThat(SLOWING.best(figure -> -figure)).isEqualTo("wide");
    }

    @Test
    void knowsNothingOfOthers() {
        assertThatThrownBy(() -> SLOWING.median("other", figure -> figure))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("other took no part");
    }
}
