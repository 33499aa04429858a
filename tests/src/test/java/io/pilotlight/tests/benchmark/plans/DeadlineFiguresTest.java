package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.tests.benchmark.openloop.OpenLoopReport;
import io.pilotlight.tests.benchmark.report.Distribution;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class DeadlineFiguresTest {

    private static final Duration DURATION = Duration.ofSeconds(2);
    private static final Subject SUBJECT =
            new Subject("subject", Path.of("model.onnx"), new SessionSettings(1, false, false), false, _ -> {
                throw new AssertionError("nothing is asked");
            });

    /** The second round is of a machine half as fast. */
    private static final DeadlineFigures FIGURES = new DeadlineFigures(
            SUBJECT,
            Duration.ofMillis(20),
            DURATION,
            List.of(
                    new DeadlineRound(100, 1, Map.of(100, report(160, 20, 20, 10, 20, 30))),
                    new DeadlineRound(50, 2, Map.of(100, report(80, 0, 20, 20, 40, 60)))));

    private static OpenLoopReport report(long inTime, long late, long refused, double... answerMillis) {
        Distribution none = Distribution.of();
        return new OpenLoopReport(
                inTime,
                late,
                Map.of(),
                Map.of(ErrorCode.QUEUE_FULL, refused),
                0,
                "",
                Distribution.of(answerMillis),
                none,
                none,
                DURATION);
    }

    @Test
    void countsAllRoundsTogether() {
        assertThat(FIGURES.offeredPerSecond(100)).isEqualTo(75);
        assertThat(FIGURES.acceptedShare(100)).isEqualTo(260 / 300.0);
        assertThat(FIGURES.hitRate(100)).isEqualTo(240 / 260.0);
        assertThat(FIGURES.answerMillis(100).max()).isEqualTo(60);
        assertThat(FIGURES.refusalMillis(100).median()).isNaN();
    }

    @Test
    void relatesEachRoundToItsOwnCapacityAndBareCall() {
        assertThat(FIGURES.capacity()).isEqualTo(75);
        assertThat(FIGURES.goodputShare(100)).isEqualTo(0.8);
        assertThat(FIGURES.p99OverBare(100)).isCloseTo(29.8, within(1e-9));
    }

    @Test
    void knowsOnlyLoadsThatWereOffered() {
        assertThatThrownBy(() -> FIGURES.hitRate(30)).hasMessage("load of 30 %: it was not offered, but [100]");
    }

    @Test
    void deadlinesAreOfTwentyCallsButNoShorterThanCallersSet() {
        assertThat(DeadlineLoad.deadline(3)).isEqualTo(Duration.ofMillis(60));
        assertThat(DeadlineLoad.deadline(0.01)).isEqualTo(Duration.ofMillis(20));
    }
}
