package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.tests.benchmark.report.Distribution;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

final class OpenLoopReportTest {

    private static OpenLoopReport report(
            long inTime, long late, Map<ErrorCode, Long> missed, Map<ErrorCode, Long> refused, long failed) {
        Distribution none = Distribution.of();
        return new OpenLoopReport(inTime, late, missed, refused, failed, "", none, none, none, Duration.ofSeconds(4));
    }

    @Test
    void relatesAnswersToWhatWasAcceptedAndRefusalsToWhatWasOffered() {
        OpenLoopReport report = report(
                60,
                10,
                Map.of(ErrorCode.DEADLINE_EXCEEDED, 2L, ErrorCode.DEADLINE_EXPIRED_IN_QUEUE, 8L),
                Map.of(ErrorCode.QUEUE_FULL, 19L, ErrorCode.DRAINING, 1L),
                100);
        assertThat(report.accepted()).isEqualTo(80);
        assertThat(report.offered()).isEqualTo(200);
        assertThat(report.hitRate()).isEqualTo(0.75);
        assertThat(report.refusedShare()).isEqualTo(0.1);
        assertThat(report.goodput()).isEqualTo(15);
    }

    @Test
    void hasNoSharesOfNothing() {
        OpenLoopReport nothing = report(0, 0, Map.of(), Map.of(), 0);
        assertThat(nothing.hitRate()).isNaN();
        assertThat(nothing.refusedShare()).isNaN();
        assertThat(nothing.goodput()).isZero();
    }
}
