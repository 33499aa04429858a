package io.pilotlight.engine.lane;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.lane.Simulation.Asked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom a schedule lets in, under loads that a machine can bear and others, on a clock that the test moves. */
@Timeout(120)
final class AdmissionTest {

    private static final long SERVICE = 1_000_000;
    private static final long PATIENCE = 20 * SERVICE;
    private static final int CALLERS = 4_000;

    private final List<Asked> asked = new ArrayList<>();

    /** Runs take what they take on average, give or take a fifth. */
    private Simulation machine(int lanes, Random random) {
        return new Simulation(lanes, 1, 10_000, BatchRule.ALONE, new BatchTimes(), batch ->
                (long) (SERVICE * (0.8 + 0.4 * random.nextDouble())));
    }

    /** Callers who come when they like, so many on average that the machine has that much to do; gives the time of the last. */
    private long poisson(Simulation simulation, double load, int lanes, long from, int callers, Random random) {
        double at = from;
        for (int i = 0; i < callers; i++) {
            at += -Math.log(1 - random.nextDouble()) * SERVICE / lanes / load;
            int number = i;
            simulation.at(
                    (long) at,
                    () -> asked.add(simulation.ask(LatencyTier.INTERACTIVE, PATIENCE, List.of(Rows.row(number, 1)))));
        }
        return (long) at;
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1", "2.0, 1", "1.5, 2", "2.0, 2", "2.0, 8"})
    void keepsWhatItPromisesUnderOverloadAndIsBusyWithNothingElse(double load, int lanes) {
        for (long seed = 1; seed <= 5; seed++) {
            asked.clear();
            Random random = new Random(seed);
            Simulation simulation = machine(lanes, random);
            long end = poisson(simulation, load, lanes, 0, CALLERS, random);
            simulation.run();
            List<Asked> accepted = asked.stream().filter(Asked::isAccepted).toList();
            long answered = accepted.stream().filter(Asked::isAnswered).count();
            double goodput = (double) answered * SERVICE / lanes / end;
            assertThat(answered).as("in time, seed " + seed).isGreaterThanOrEqualTo(accepted.size() * 99L / 100);
            assertThat(goodput).as("goodput, seed " + seed).isGreaterThanOrEqualTo(0.9);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void refusesNobodyWhereHalfOfTheMachineIsIdle(int lanes) {
        for (long seed = 1; seed <= 5; seed++) {
            asked.clear();
            Random random = new Random(seed);
            Simulation simulation = machine(lanes, random);
            poisson(simulation, 0.5, lanes, 0, CALLERS, random);
            simulation.run();
            assertThat(asked).hasSize(CALLERS).allSatisfy(one -> {
                assertThat(one.isAccepted()).isTrue();
                assertThat(one.isAnswered()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void stopsRefusingWithinOneDeadlineAfterAnOverload(int lanes) {
        for (long seed = 1; seed <= 5; seed++) {
            asked.clear();
            Random random = new Random(seed);
            Simulation simulation = machine(lanes, random);
            long end = poisson(simulation, 2, lanes, 0, CALLERS, random);
            poisson(simulation, 0.5, lanes, end, CALLERS, random);
            simulation.run();
            assertThat(asked).anySatisfy(one -> assertThat(one.isAccepted()).isFalse());
            assertThat(asked.stream().filter(one -> one.at() > end + PATIENCE))
                    .hasSizeGreaterThan(CALLERS / 2)
                    .allSatisfy(one -> assertThat(one.isAccepted()).isTrue());
        }
    }

    /** Requests of many rows wait for rows of their own; that is no error of the forecast. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesNobodyWhoIsFewWhereOthersAreMany(int lanes) {
        for (long seed = 1; seed <= 5; seed++) {
            asked.clear();
            Random random = new Random(seed);
            Simulation simulation = machine(lanes, random);
            for (int i = 0; i < 300; i++) {
                simulation.at(20L * i * SERVICE, () -> {
                    askForMany(simulation, 4);
                    askForMany(simulation, 8);
                });
            }
            simulation.run();
            assertThat(asked).allSatisfy(one -> {
                assertThat(one.isAccepted()).isTrue();
                assertThat(one.isAnswered()).isTrue();
            });
        }
    }

    /** Runs of one element took a millisecond, so 64 elements might take 64 of them; they take one. */
    @Test
    void refusesNothingOnAGuessWhileItIsIdle() {
        BatchTimes times = new BatchTimes();
        for (int i = 0; i < 10; i++) {
            times.observe(1, 1, 1_000_000);
        }
        Simulation simulation = new Simulation(1, 1, 10_000, BatchRule.ALONE, times, batch -> 1_000_000);
        List<Tensors> inputs =
                IntStream.range(0, 4).mapToObj(number -> Rows.row(number, 64)).toList();
        for (int i = 0; i < 5; i++) {
            simulation.at(i * PATIENCE, () -> asked.add(simulation.ask(LatencyTier.INTERACTIVE, PATIENCE, inputs)));
        }
        simulation.run();

        assertThat(asked).hasSize(5).allMatch(Asked::isAnswered);
    }

    private void askForMany(Simulation simulation, int rows) {
        List<Tensors> inputs =
                IntStream.range(0, rows).mapToObj(number -> Rows.row(number, 1)).toList();
        asked.add(simulation.ask(LatencyTier.INTERACTIVE, PATIENCE, inputs));
    }

    /** What a plain list says of one lane, where what runs take is known: whoever lets nobody be late is let in. */
    private static final class Reference {

        private final List<Waiting> waiting = new ArrayList<>();
        private final List<Integer> order = new ArrayList<>();
        private long busyUntil;

        record Waiting(int number, long asked, long deadline, long nanos) {}

        /** Runs what begins before that moment. */
        void advance(long now) {
            while (!waiting.isEmpty() && busyUntil < now) {
                Waiting first = waiting.removeFirst();
                order.add(first.number());
                busyUntil += first.nanos();
            }
        }

        boolean ask(Waiting newcomer, long now) {
            if (waiting.isEmpty() && busyUntil <= now) {
                busyUntil = now + newcomer.nanos();
                order.add(newcomer.number());
                return true;
            }
            List<Waiting> all = new ArrayList<>(waiting);
            all.add(newcomer);
            all.sort(Comparator.comparingLong(Waiting::deadline)); // stable: first come, first served
            long end = busyUntil;
            for (Waiting one : all) {
                double needed = end - now + 1.25 * one.nanos() + 0.03 * (one.deadline() - one.asked());
                end += one.nanos();
                double usable = one.equals(newcomer) ? 0.9 : 1;
                if (needed > usable * (one.deadline() - now)) {
                    return false;
                }
            }
            waiting.clear();
            waiting.addAll(all);
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decidesAsAPlainListOfDeadlinesDoes(long seed) {
        Random random = new Random(seed);
        BatchTimes times = new BatchTimes();
        for (int length = 1; length <= 64; length *= 2) {
            times.observe(1, length, 1_000L * length); // so little that caution has nothing to learn from it
        }
        Simulation simulation =
                new Simulation(1, 1, 10_000, BatchRule.ALONE, times, batch -> 1_000 * batch.elementsPerRow());
        Reference reference = new Reference();
        List<Boolean> expected = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < 3_000; i++) {
            at += 1 + random.nextInt(30_000); // on average a little less than a run takes
            int number = i;
            int length = 1 << random.nextInt(7);
            long patience = 64_000L + random.nextInt(400_000);
            long now = at;
            simulation.at(now, () -> {
                asked.add(simulation.ask(LatencyTier.INTERACTIVE, patience, List.of(Rows.row(number, length))));
                reference.advance(now);
                expected.add(reference.ask(new Reference.Waiting(number, now, now + patience, 1_000L * length), now));
            });
        }
        simulation.run();
        reference.advance(Long.MAX_VALUE);
        assertThat(asked.stream().map(Asked::isAccepted)).containsExactlyElementsOf(expected);
        assertThat(expected).contains(true, false);
        assertThat(simulation.begun().stream()
                        .map(batch -> Rows.number(batch.members().getFirst().inputs())))
                .containsExactlyElementsOf(reference.order);
    }
}
