package io.pilotlight.tests.benchmark.openloop;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

final class TallyTest {

    private static final long START = 700;
    private static final long SECOND = 1_000_000_000;

    private final Tally tally = new Tally(START, Duration.ofSeconds(2));

    @Test
    void ofNothingLastsAsLongAsTheArrivals() {
        assertThat(tally.report().elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void lastsUntilTheLastAnswerInTimeButNotForLateOnes() {
        tally.add(new Outcome.InTime(), START + SECOND, START + SECOND, START + 3 * SECOND);
        tally.add(new Outcome.Late(), START + SECOND, START + SECOND, START + 9 * SECOND);
        assertThat(tally.report().elapsed()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void keepsTimesSinceTheArrivalAndTheFirstFailure() {
        tally.add(new Outcome.Late(), START + SECOND, START + 2 * SECOND, START + 4 * SECOND);
        tally.add(new Outcome.Failed("first"), START, START, START);
        tally.add(new Outcome.Failed("second"), START, START, START);
        OpenLoopReport report = tally.report();
        assertThat(report.answerMillis().median()).isEqualTo(3000);
        assertThat(report.startDelayMillis().max()).isEqualTo(1000);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.firstFailure()).isEqualTo("first");
    }
}
