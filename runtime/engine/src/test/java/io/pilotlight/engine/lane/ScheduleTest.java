package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.lane.Simulation.Asked;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a schedule keeps whatever comes; {@link Simulation} checks the rest of it at each step. */
@Timeout(120)
final class ScheduleTest {

    private static final List<LatencyTier> TIERS = List.of(LatencyTier.values());
    private static final long MILLIS = 1_000_000;
    private static final long FAR = 3_600_000 * MILLIS;

    private final List<Asked> asked = new ArrayList<>();

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, 80);
    }

    /** A run takes a part for itself and a part for each of its elements. */
    private static long affine(Batch batch) {
        return 200_000 + 2_000L * batch.rows() * batch.elementsPerRow();
    }

    private static void learn(BatchTimes times, int rows, long elements, long nanos) {
        for (int run = 0; run < 3; run++) {
            times.observe(rows, elements, nanos);
        }
    }

    private void ask(Simulation simulation, LatencyTier tier, long remainingNanos, int... numbers) {
        asked.add(simulation.ask(
                tier,
                remainingNanos,
                IntStream.of(numbers).mapToObj(number -> Rows.row(number, 1)).toList()));
    }

    /** Whatever comes, in whatever order, on whatever machine. */
    @Test
    void keepsItsPromisesWhateverComes() {
        seeds().forEach(seed -> {
            asked.clear();
            Random random = new Random(seed);
            int lanes = 1 + random.nextInt(3);
            int capacity = 1 + random.nextInt(60);
            BatchRule rule = random.nextInt(3) == 0 ? BatchRule.ALONE : Rows.JOINED;
            Simulation simulation =
                    new Simulation(lanes, 1 << random.nextInt(6), capacity, rule, new BatchTimes(), batch ->
                            (long) (affine(batch) * (0.7 + 0.6 * random.nextDouble())));
            long at = 0;
            for (int i = 0; i < 400; i++) {
                at += (long) (-Math.log(1 - random.nextDouble()) * 150_000);
                List<Tensors> inputs = inputs(i, random, Math.min(capacity, 4));
                long remaining = (long) (Math.exp(random.nextDouble() * 6) * 100_000);
                LatencyTier tier = TIERS.get(random.nextInt(TIERS.size()));
                boolean leaves = random.nextInt(10) == 0;
                simulation.at(at, () -> asked.add(simulation.ask(tier, remaining, inputs)));
                if (leaves) {
                    int leaving = random.nextInt(i + 1);
                    simulation.at(at, () -> simulation.cancel(asked.get(leaving).submission()));
                }
            }
            simulation.run();
            asked.stream().filter(Asked::isAccepted).forEach(Asked::isAnswered);
            Set<Submission> accepted = new HashSet<>();
            asked.stream().filter(Asked::isAccepted).forEach(one -> accepted.add(one.submission()));
            assertThat(simulation.begun()).isNotEmpty().allSatisfy(batch -> assertThat(batch.members())
                    .allSatisfy(row -> assertThat(accepted).contains(row.submission())));
        });
    }

    private static List<Tensors> inputs(int asker, Random random, int most) {
        return IntStream.range(0, 1 + random.nextInt(most))
                .mapToObj(i -> Rows.rows(1 + random.nextInt(2), asker * 10 + i, 1 + random.nextInt(64)))
                .toList();
    }

    @Test
    void runsTheEarliestDeadlineFirst() {
        Simulation simulation = new Simulation(1, 1, 64, BatchRule.ALONE, new BatchTimes(), batch -> MILLIS);
        simulation.at(0, () -> {
            for (int number : new int[] {0, 3, 1, 2}) {
                ask(simulation, LatencyTier.INTERACTIVE, FAR + number, number);
            }
        });
        simulation.run();
        assertThat(simulation.begun().stream()
                        .map(batch -> Rows.number(batch.members().getFirst().inputs())))
                .containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void starvesNobody(int maxBatchRows) {
        BatchTimes times = new BatchTimes();
        Simulation simulation = new Simulation(1, maxBatchRows, 100_000, Rows.JOINED, times, batch -> MILLIS);
        simulation.at(0, () -> {
            for (int i = 0; i < 10; i++) {
                ask(simulation, LatencyTier.REALTIME, FAR, i);
                ask(simulation, LatencyTier.INTERACTIVE, FAR, i);
            }
            ask(simulation, LatencyTier.BATCH, FAR, 0);
        });
        for (int i = 0; i < 400; i++) { // faster than they are run
            simulation.at(i * MILLIS, () -> {
                for (int more = 0; more <= maxBatchRows; more++) {
                    ask(simulation, LatencyTier.REALTIME, FAR, 1);
                    ask(simulation, LatencyTier.INTERACTIVE, FAR, 2);
                }
            });
        }
        simulation.run();
        List<LatencyTier> tiers = simulation.begun().stream()
                .map(batch -> batch.members().getFirst().submission().tier())
                .toList();
        assertThat(tiers.indexOf(LatencyTier.INTERACTIVE)).isLessThanOrEqualTo(16);
        assertThat(tiers.indexOf(LatencyTier.BATCH)).isBetween(1, 16 * 16);
    }

    /** Of runs of {@code 2^n} rows each takes one and a half times as long as the one before: the widest is the cheapest by far. */
    @Test
    void keepsRunsShortThatNobodyWaitsForWhileCallersAreAbout() {
        BatchTimes times = new BatchTimes();
        IntToLongFunction nanos = rows -> (long) (MILLIS * Math.pow(1.5, Math.log(rows) / Math.log(2)));
        for (int rows = 1; rows <= 32; rows *= 2) {
            learn(times, rows, 1, nanos.applyAsLong(rows));
        }
        Simulation simulation =
                new Simulation(1, 32, 1_000, Rows.JOINED, times, batch -> nanos.applyAsLong(batch.rows()));
        simulation.at(0, () -> ask(simulation, LatencyTier.INTERACTIVE, FAR, 0));
        simulation.at(1, () -> crowd(simulation, 200));
        simulation.at(3_000 * MILLIS, () -> crowd(simulation, 100));
        simulation.run();
        List<Integer> sizes = simulation.begun().stream().map(Batch::size).toList();
        assertThat(sizes.subList(0, 201)).containsOnly(1);
        assertThat(sizes.subList(201, sizes.size())).startsWith(32, 32);
    }

    /** However much cheaper they are in wide ones. */
    @ParameterizedTest
    @ValueSource(strings = {"INTERACTIVE", "BATCH"})
    void sharesNoRunForLongerThanWhoeverComesShouldWait(LatencyTier tier) {
        Simulation simulation = new Simulation(
                2, 256, 10_000, Rows.JOINED, new BatchTimes(), batch -> 15 * MILLIS + 15 * MILLIS * batch.rows());
        simulation.at(0, () -> crowd(simulation, tier, 2_000));
        simulation.run();
        List<Integer> sizes = simulation.begun().stream().map(Batch::size).toList();
        assertThat(sizes).allMatch(size -> size <= 12);
        assertThat(sizes.subList(sizes.size() / 2, sizes.size())).contains(12);
    }

    /** He asks again half a run after each answer, which a run of the backlog would have him wait for, were it begun in between. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsALaneForACallerWhoAsksOneThingAfterTheOther(int lanes) {
        BatchTimes times = new BatchTimes();
        learn(times, 1, 1, MILLIS);
        Simulation simulation = new Simulation(lanes, 1, 1_000, Rows.JOINED, times, batch -> MILLIS);
        for (int i = 0; i < 100; i++) {
            simulation.at(1 + i * 3L * MILLIS / 2, () -> ask(simulation, LatencyTier.INTERACTIVE, FAR, 0));
        }
        simulation.at(0, () -> crowd(simulation, 500));
        simulation.run();
        List<Asked> caller = asked.stream()
                .filter(one -> one.submission().tier() == LatencyTier.INTERACTIVE)
                .toList();
        assertThat(caller).hasSize(100).allMatch(Asked::isAnswered);
        List<Asked> expected = caller.subList(2, 100);
        assertThat(expected)
                .allSatisfy(one ->
                        assertThat(one.submission().await().timing().queue()).isZero());
        assertThat(asked).allMatch(Asked::isAnswered);
    }

    /** What a row took by itself in a slow minute is no reason to share runs for ever. */
    @Test
    void findsOutThatRowsHaveBecomeCheaperByThemselves() {
        BatchTimes times = new BatchTimes();
        learn(times, 1, 1, 30 * MILLIS);
        Simulation simulation = new Simulation(
                2,
                8,
                10_000,
                Rows.JOINED,
                times,
                batch -> batch.rows() == 1 ? 20 * MILLIS : 25L * batch.rows() * MILLIS);
        simulation.at(0, () -> crowd(simulation, 6_000));
        simulation.run();
        List<Integer> sizes = simulation.begun().stream().map(Batch::size).toList();
        assertThat(sizes.subList(0, 50)).contains(8);
        assertThat(sizes.subList(sizes.size() - 1_000, sizes.size()).stream().filter(size -> size == 1))
                .hasSizeGreaterThan(950);
    }

    private void crowd(Simulation simulation, int rows) {
        crowd(simulation, LatencyTier.BATCH, rows);
    }

    private void crowd(Simulation simulation, LatencyTier tier, int rows) {
        for (int i = 0; i < rows; i++) {
            ask(simulation, tier, FAR, i);
        }
    }

    @Test
    void shedsTheLeastUrgentAtOnceForWhomItHasNoRoom() {
        Simulation simulation = new Simulation(1, 1, 3, BatchRule.ALONE, new BatchTimes(), batch -> MILLIS);
        simulation.at(0, () -> {
            ask(simulation, LatencyTier.REALTIME, FAR, 0); // runs
        });
        simulation.at(1, () -> {
            ask(simulation, LatencyTier.BATCH, FAR, 1);
            ask(simulation, LatencyTier.BATCH, FAR + 9, 2);
            ask(simulation, LatencyTier.INTERACTIVE, FAR, 3);
            ask(simulation, LatencyTier.REALTIME, FAR, 4);
            assertThat(settled()).as("the latest deadline").containsExactly(2);
            ask(simulation, LatencyTier.REALTIME, FAR, 5);
            assertThat(settled()).containsExactly(1, 2);
            ask(simulation, LatencyTier.REALTIME, FAR, 6);
            assertThat(settled()).containsExactly(1, 2, 3);
            ask(simulation, LatencyTier.REALTIME, FAR, 7);
            assertThat(asked.getLast().isAccepted()).isFalse();
            ask(simulation, LatencyTier.BATCH, FAR, 8);
            assertThat(asked.getLast().isAccepted()).isFalse();
        });
        simulation.run();
        assertThat(asked.stream().map(one -> one.isAccepted() && one.isAnswered()))
                .containsExactly(true, false, false, false, true, true, true, false, false);
    }

    /** Numbers of those who were accepted and know already how it ended. */
    private List<Integer> settled() {
        return asked.stream()
                .filter(one -> one.isAccepted() && one.submission().isSettled())
                .map(one -> one.numbers().getFirst())
                .toList();
    }

    @Test
    void tellsTheLessUrgentAtOnceThatTheyCannotBeInTimeAnyMore() {
        BatchTimes times = new BatchTimes();
        learn(times, 1, 1, MILLIS);
        Simulation simulation = new Simulation(1, 1, 64, BatchRule.ALONE, times, batch -> MILLIS);
        simulation.at(0, () -> {
            ask(simulation, LatencyTier.REALTIME, FAR, 0);
        });
        simulation.at(1, () -> {
            ask(simulation, LatencyTier.BATCH, 7 * MILLIS / 2, 1);
            ask(simulation, LatencyTier.BATCH, FAR, 2);
            ask(simulation, LatencyTier.INTERACTIVE, 5 * MILLIS, 3);
            assertThat(settled()).isEmpty();
            ask(simulation, LatencyTier.REALTIME, FAR, 4);
            assertThat(settled()).containsExactly(1);
        });
        simulation.run();
        assertThat(settled()).hasSize(5);
        assertThat(asked.stream().map(Asked::isAnswered)).containsExactly(true, false, true, true, true);
    }

    @Test
    void shedsNobodyForOneWhomItRefuses() {
        BatchTimes times = new BatchTimes();
        learn(times, 1, 1, MILLIS);
        Simulation simulation = new Simulation(1, 1, 2, BatchRule.ALONE, times, batch -> MILLIS);
        simulation.at(0, () -> {
            ask(simulation, LatencyTier.REALTIME, FAR, 0);
        });
        simulation.at(1, () -> {
            ask(simulation, LatencyTier.REALTIME, FAR, 1);
            ask(simulation, LatencyTier.BATCH, 4 * MILLIS, 2);
            ask(simulation, LatencyTier.REALTIME, FAR, 3, 4); // too many, and would make the other late
            assertThat(asked.getLast().isAccepted()).isFalse();
            assertThat(settled()).isEmpty();
        });
        simulation.run();
        assertThat(asked.get(2).isAnswered()).isTrue();
    }

    /** Where its own computation takes longer than it may, nobody's going away helps: to come back later is no advice. */
    @Test
    void tellsWhatNoQueueIsToBlameFor() {
        BatchTimes times = new BatchTimes();
        learn(times, 1, 1, 10 * MILLIS);
        Simulation simulation = new Simulation(1, 1, 64, BatchRule.ALONE, times, batch -> 10 * MILLIS);
        simulation.at(0, () -> ask(simulation, LatencyTier.INTERACTIVE, FAR, 0));
        simulation.at(1, () -> {
            ask(simulation, LatencyTier.INTERACTIVE, MILLIS, 1);
            ask(simulation, LatencyTier.INTERACTIVE, 0, 2);
            ask(simulation, LatencyTier.INTERACTIVE, 15 * MILLIS, 3, 4);
            ask(simulation, LatencyTier.INTERACTIVE, 15 * MILLIS, 5);
        });
        simulation.run();
        List<InferenceException> refusals =
                asked.stream().flatMap(one -> one.refusal().stream()).toList();
        assertThat(refusals)
                .extracting(InferenceException::code)
                .containsExactly(
                        ErrorCode.DEADLINE_EXPIRED_IN_QUEUE,
                        ErrorCode.DEADLINE_EXPIRED_IN_QUEUE,
                        ErrorCode.DEADLINE_EXPIRED_IN_QUEUE,
                        ErrorCode.QUEUE_FULL);
        assertThat(refusals.getFirst()).hasMessage("the answer may take 12.5 ms, the deadline is in 1.0 ms");
        assertThat(refusals.stream().map(refusal -> refusal.retryAfter().isPresent()))
                .containsExactly(false, false, false, true);
    }

    /** A machine that nobody else uses is not refused for ever because of what it once took. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void putsAWrongIdeaOfTimesRight(int rowsEach) {
        for (int lanes = 1; lanes <= 2; lanes++) {
            asked.clear();
            BatchTimes times = new BatchTimes();
            for (int run = 0; run < 15; run++) {
                times.observe(1, 1, 100 * MILLIS);
            }
            Simulation simulation = new Simulation(lanes, 1, 64, BatchRule.ALONE, times, batch -> MILLIS);
            for (int i = 0; i < 80; i++) {
                simulation.at(
                        10L * i * MILLIS,
                        () -> ask(simulation, LatencyTier.INTERACTIVE, 20 * MILLIS, new int[rowsEach]));
            }
            simulation.run();
            assertThat(asked.subList(60, 80)).allSatisfy(one -> {
                assertThat(one.isAccepted()).isTrue();
                assertThat(one.isAnswered()).isTrue();
            });
        }
    }
}
