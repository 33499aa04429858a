package io.pilotlight.engine.batch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@Timeout(120)
final class BatchTimesTest {

    /** Of how many runs a class remembers what they took. */
    private static final int REMEMBERED = 15;

    private final BatchTimes times = new BatchTimes();

    private void observe(int runs, int rows, long elementsPerRow, long nanos) {
        for (int run = 0; run < runs; run++) {
            times.observe(rows, elementsPerRow, nanos);
        }
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(times.expectedNanos(4, 128)).isZero();
        assertThat(times.bestNanosPerRow(128, 32)).isZero();
        assertThat(times.isKnown(4, 128)).isFalse();
        assertThat(times.observed()).isEmpty();
    }

    @Test
    void expectsWhatRunsOfThatSizeTook() {
        times.observe(4, 128, 5_000);
        assertThat(times.expectedNanos(4, 128)).isCloseTo(5_000, within(1e-6));
    }

    @Test
    void ignoresAnOutlier() {
        observe(4, 4, 128, 5_000);
        times.observe(4, 128, 5_000_000);
        times.observe(4, 128, 1);
        assertThat(times.expectedNanos(4, 128)).isCloseTo(5_000, within(1e-6));
    }

    @Test
    void forgetsASlowHour() {
        observe(10_000, 4, 128, 900_000);
        observe(REMEMBERED / 2 + 1, 4, 128, 5_000);
        assertThat(times.expectedNanos(4, 128)).isCloseTo(5_000, within(1e-6));
    }

    @Test
    void scalesWithinAClass() {
        times.observe(8, 128, 8_000);
        assertThat(times.expectedNanos(5, 128)).isCloseTo(5_000, within(1e-6));
        assertThat(times.expectedNanos(8, 160)).isCloseTo(10_000, within(1e-6));
    }

    @Test
    void scalesTheNearestSizeToAnUnknownOne() {
        times.observe(1, 16, 1_000);
        times.observe(1, 256, 64_000);
        assertThat(times.expectedNanos(1, 24)).isCloseTo(1_500, within(1e-6));
        assertThat(times.expectedNanos(1, 192)).isCloseTo(48_000, within(1e-6));
        assertThat(times.expectedNanos(1, 1_024)).isCloseTo(256_000, within(1e-6));
    }

    @Test
    void takesFewerRowsForTheNearerNeighbour() {
        times.observe(2, 128, 2_000);
        times.observe(8, 128, 4_000);
        assertThat(times.expectedNanos(4, 128)).isCloseTo(4_000, within(1e-6));
    }

    @Test
    void prefersAnotherNumberOfRowsToAnotherLength() {
        times.observe(64, 128, 64_000);
        times.observe(1, 96, 1);
        assertThat(times.expectedNanos(1, 128)).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void knowsASizeAfterThreeRuns() {
        observe(2, 4, 128, 5_000);
        assertThat(times.isKnown(4, 128)).isFalse();
        times.observe(4, 128, 5_000);
        assertThat(times.isKnown(4, 128)).isTrue();
        assertThat(times.isKnown(3, 128)).as("of the same class").isTrue();
        assertThat(times.isKnown(2, 128)).isFalse();
        assertThat(times.isKnown(5, 128)).isFalse();
        assertThat(times.isKnown(4, 64)).isFalse();
    }

    @Test
    void judgesByNewRunsWhatWasDecidedAgainstOftenEnough() {
        observe(3, 4, 128, 5_000);
        assertThat(decisionsBeforeDoubt(times, 4, 8)).isBetween(100, 1_000);
        assertThat(times.expectedNanos(4, 128)).as("it is still the best guess").isCloseTo(5_000, within(1e-6));
        observe(2, 4, 128, 1_000);
        assertThat(times.isKnown(4, 128)).isFalse();
        observe(1, 4, 128, 1_000);
        assertThat(times.isKnown(4, 128)).isTrue();
        assertThat(times.expectedNanos(4, 128)).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void doubtsWhatWouldTakeManyRowsTheMoreSeldom() {
        assertThat(decisionsBeforeDoubt(32, 1)).isEqualTo(32 * decisionsBeforeDoubt(2, 2));
        assertThat(decisionsBeforeDoubt(32, 16)).isEqualTo(2 * decisionsBeforeDoubt(2, 2));
        assertThat(decisionsBeforeDoubt(1, 32)).isEqualTo(decisionsBeforeDoubt(2, 2));
    }

    private static int decisionsBeforeDoubt(int rows, int runRows) {
        BatchTimes times = new BatchTimes();
        for (int i = 0; i < 3; i++) {
            times.observe(rows, 128, 5_000);
        }
        return decisionsBeforeDoubt(times, rows, runRows);
    }

    private static int decisionsBeforeDoubt(BatchTimes times, int rows, int runRows) {
        int decisions = 0;
        while (times.isKnown(rows, 128)) {
            times.decidedAgainst(rows, 128, runRows);
            decisions++;
        }
        return decisions;
    }

    @Test
    void forgetsDoubtsWithEachRun() {
        observe(3, 4, 128, 5_000);
        for (int i = 0; i < 10_000; i++) {
            times.decidedAgainst(4, 128, 4);
            if (i % 100 == 0) {
                times.observe(4, 128, 5_000);
            }
        }
        assertThat(times.isKnown(4, 128)).isTrue();
    }

    @Test
    void countsRowsOfALongQueueAtTheBestOfTheKnownBatches() {
        times.observe(1, 128, 1_000);
        times.observe(4, 128, 2_000);
        times.observe(8, 128, 8_000);
        times.observe(64, 128, 640);
        assertThat(times.bestNanosPerRow(128, 8)).isCloseTo(500, within(1e-6));
        assertThat(times.bestNanosPerRow(128, 1)).isCloseTo(1_000, within(1e-6));
        assertThat(times.bestNanosPerRow(128, 256)).isCloseTo(10, within(1e-6));
    }

    @Test
    void tellsWhatItKnowsShortRowsAndSmallBatchesFirst() {
        observe(2, 4, 128, 4_000);
        times.observe(1, 128, 1_500);
        times.observe(1, 96, 960);
        assertThat(times.observed())
                .containsExactly(
                        new BatchTimes.Observed(1, 96, 1, 960),
                        new BatchTimes.Observed(1, 128, 1, 1_500),
                        new BatchTimes.Observed(4, 128, 2, 1_000));
    }

    @Test
    void bearsTheLargestAndTheSmallest() {
        times.observe(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        times.observe(1, 1, 1);
        assertThat(times.expectedNanos(1, 1)).isCloseTo(1, within(1e-6));
        assertThat(times.expectedNanos(Integer.MAX_VALUE, Long.MAX_VALUE)).isPositive();
    }

    @Test
    void losesNothingThatManyThreadsObserveAtOnce() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    times.observe(1 << i % 8, 128, 1_000L << i % 8);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(times.observed()).hasSize(8).allSatisfy(observed -> {
            assertThat(observed.runs()).isEqualTo(5_000);
            assertThat(observed.nanosPerRow()).isCloseTo(1_000, within(1e-6));
        });
    }

    /** A class that another thread is just adding has no median yet. */
    @Test
    void neverAnswersThatNothingIsKnownOnceSomethingIs() throws Exception {
        for (int round = 0; round < 300; round++) {
            BatchTimes fresh = new BatchTimes();
            fresh.observe(1, 128, 1_000);
            CountDownLatch begun = new CountDownLatch(1);
            AtomicBoolean ended = new AtomicBoolean();
            Thread observer = Thread.ofPlatform().start(() -> {
                begun.countDown();
                for (int rows = 2; rows <= 1 << 20; rows *= 2) {
                    fresh.observe(rows, 128, 1_000L * rows);
                }
                ended.set(true);
            });
            begun.await();
            while (!ended.get()) {
                assertThat(fresh.bestNanosPerRow(128, 1 << 20)).isPositive();
            }
            observer.join();
        }
    }
}
