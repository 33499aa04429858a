package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.batch.RowShape;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class BatchTest {

    private static final long NOW = Long.MAX_VALUE - 5; // the clock may wrap around
    private static final Duration FAR = Duration.ofHours(1);
    private static final int LENGTH = 128;

    private final BatchTimes times = new BatchTimes();

    /** Runs of so many rows of that length took so long, often enough to be known. */
    private void learn(int rows, long length, long nanos) {
        for (int run = 0; run < 3; run++) {
            times.observe(rows, length, nanos);
        }
    }

    private Row row(int rows, long length, Duration remaining, Object family) {
        RowShape shape = new RowShape(rows, length, 1, family);
        double alone = times.expectedNanos(rows, length);
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, Deadline.after(remaining, NOW), NOW);
        return new Row(submission, 0, Numbers.row(0), shape, alone, alone, 0);
    }

    private Row row(long length) {
        return row(1, length, FAR, "family");
    }

    private Batch begun(Row first, int maxRows) {
        return new Batch(first, times, maxRows, Double.MAX_VALUE, NOW);
    }

    /** With rows like the first one, until one is not taken. */
    private int grown(int maxRows) {
        Batch batch = begun(row(LENGTH), maxRows);
        while (batch.offer(row(LENGTH))) {
            assertThat(batch.rows()).isLessThanOrEqualTo(maxRows);
        }
        int offered = batch.size();
        List<Row> let = batch.trim();
        assertThat(let).hasSize(offered - batch.size()).doesNotContainAnyElementsOf(batch.members());
        return batch.rows();
    }

    @Test
    void beginsWithOneRowWhateverItTakes() {
        learn(4, LENGTH, 4_000);
        Row first = row(4, LENGTH, Duration.ofNanos(1), "family");
        Batch batch = begun(first, 2);
        assertThat(batch.members()).containsExactly(first);
        assertThat(batch.rows()).isEqualTo(4);
        assertThat(batch.elementsPerRow()).isEqualTo(LENGTH);
        assertThat(batch.expectedEndNanos() - NOW).isCloseTo(4_000, within(1L));
        assertThat(batch.isLonely()).isFalse();
        assertThat(batch.withNobodyBeside().isLonely()).isTrue();
    }

    @Test
    void growsWhileEachRowGetsCheaper() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_200);
        learn(4, LENGTH, 2_000);
        learn(8, LENGTH, 3_000);
        assertThat(grown(8)).isEqualTo(8);
    }

    @Test
    void knowsWhenItShouldBeDone() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_200);
        Batch batch = begun(row(LENGTH), 8);
        assertThat(batch.offer(row(LENGTH))).isTrue();
        assertThat(batch.expectedEndNanos() - NOW).isCloseTo(1_200, within(1L));
    }

    @Test
    void stopsWhereARowGetsDearer() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_200);
        learn(4, LENGTH, 4_000);
        learn(8, LENGTH, 5_000);
        assertThat(grown(8)).isEqualTo(2);
    }

    @Test
    void growsPastWhereARowGetsDearer_whereItGetsCheaperAgain() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_200);
        learn(4, LENGTH, 4_000);
        learn(8, LENGTH, 4_000);
        assertThat(grown(8)).isEqualTo(8);
        assertThat(grown(4)).isEqualTo(2);
    }

    @Test
    void staysAloneWhereSharingSavesNothing() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_950);
        learn(4, LENGTH, 3_900);
        assertThat(grown(8)).isEqualTo(1);
    }

    @Test
    void neverHoldsMoreThanMaxRows() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_000);
        learn(4, LENGTH, 1_000);
        learn(8, LENGTH, 1_000);
        assertThat(grown(6)).isEqualTo(6);
        Batch batch = begun(row(2, LENGTH, FAR, "family"), 4);
        assertThat(batch.offer(row(3, LENGTH, FAR, "family"))).isFalse();
        assertThat(batch.offer(row(2, LENGTH, FAR, "family"))).isTrue();
        assertThat(batch.rows()).isEqualTo(4);
        assertThat(batch.size()).isEqualTo(2);
    }

    @Test
    void neverTakesAnotherFamily() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_000);
        Batch batch = begun(row(LENGTH), 8);
        assertThat(batch.offer(row(1, LENGTH, FAR, "others"))).isFalse();
        assertThat(batch.offer(row(LENGTH))).isTrue();
    }

    @Test
    void staysAsSmallAsItsTightestDeadlineWants() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 1_200);
        learn(4, LENGTH, 2_000);
        Batch batch = begun(row(1, LENGTH, Duration.ofNanos(1_300), "family"), 8);
        assertThat(batch.offer(row(LENGTH))).isTrue();
        assertThat(batch.offer(row(LENGTH))).as("the first would be late").isFalse();

        Batch patient = begun(row(LENGTH), 8);
        assertThat(patient.offer(row(1, LENGTH, Duration.ofNanos(1_100), "family")))
                .as("the newcomer would be late")
                .isFalse();
        assertThat(patient.offer(row(1, LENGTH, Duration.ofNanos(1_300), "family")))
                .isTrue();
        assertThat(patient.offer(row(LENGTH)))
                .as("the one who came in between would be late")
                .isFalse();
    }

    @Test
    void triesOneDoublingBeyondWhatIsKnownAndNotTwo() {
        assertThat(grown(64)).as("nothing is known").isEqualTo(1);
        learn(1, LENGTH, 1_000);
        assertThat(grown(64)).isEqualTo(2);
        learn(2, LENGTH, 1_000);
        assertThat(grown(64)).isEqualTo(4);
        learn(4, LENGTH, 1_000);
        assertThat(grown(64)).isEqualTo(8);
    }

    @Test
    void triesOnlyWhereTheDeadlineWouldHoldWithoutAnyGain() {
        learn(1, LENGTH, 1_000);
        Batch hurried = begun(row(1, LENGTH, Duration.ofNanos(1_900), "family"), 8);
        assertThat(hurried.offer(row(LENGTH))).isFalse();
        Batch patient = begun(row(1, LENGTH, Duration.ofNanos(2_100), "family"), 8);
        assertThat(patient.offer(row(LENGTH))).isTrue();
    }

    @Test
    void triesAgainNowAndThenWhatItDecidedAgainst() {
        learn(1, LENGTH, 1_000);
        learn(2, LENGTH, 5_000); // of an evil hour
        int decisions = 0;
        while (grown(8) == 1) {
            decisions++;
            assertThat(decisions).isLessThan(1_000);
        }
        assertThat(decisions).isGreaterThan(100);
    }

    @Test
    void countsPaddingAsCost() {
        for (int length : new int[] {16, 128}) {
            learn(1, length, 100L * length);
            learn(2, length, 120L * length);
        }
        Batch brief = begun(row(16), 8);
        assertThat(brief.offer(row(128)))
                .as("15360 ns together, 1600 ns and 12800 ns apart")
                .isFalse();
        assertThat(brief.offer(row(16))).isTrue();
        Batch lengthy = begun(row(128), 8);
        assertThat(lengthy.offer(row(16))).isFalse();
        assertThat(lengthy.offer(row(120))).as("a similar length").isTrue();
        assertThat(lengthy.elementsPerRow()).isEqualTo(128);
    }

    @Test
    void stretchesToTheLongestWhereThatStillPays() {
        learn(1, 96, 10_000);
        learn(1, 128, 12_000);
        learn(2, 128, 15_000);
        Batch batch = begun(row(100), 8);
        assertThat(batch.offer(row(128))).isTrue();
        assertThat(batch.elementsPerRow()).isEqualTo(128);
        assertThat(batch.rows()).isEqualTo(2);
    }
}
