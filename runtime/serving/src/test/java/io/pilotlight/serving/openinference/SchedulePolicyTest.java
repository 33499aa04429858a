package io.pilotlight.serving.openinference;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulePolicyTest {

    private static final long NOW = 1_000;
    private static final Deadline OF_HEADERS = Deadline.after(Duration.ofSeconds(30), NOW);

    @Test
    void deadline_withoutTimeoutOrWithZero_isThatOfTheHeaders() {
        assertThat(SchedulePolicy.deadline(Map.of(), OF_HEADERS, NOW)).isEqualTo(OF_HEADERS);
        assertThat(SchedulePolicy.deadline(Map.of("timeout", 0), OF_HEADERS, NOW))
                .isEqualTo(OF_HEADERS);
        assertThat(SchedulePolicy.deadline(Map.of("timeout", 0L), OF_HEADERS, NOW))
                .isEqualTo(OF_HEADERS);
    }

    @Test
    void deadline_withTimeout_isTheEarlierOfBoth() {
        assertThat(SchedulePolicy.deadline(Map.of("timeout", 5_000), OF_HEADERS, NOW)
                        .remainingNanos(NOW))
                .isEqualTo(5_000_000);
        assertThat(SchedulePolicy.deadline(Map.of("timeout", Long.MAX_VALUE), OF_HEADERS, NOW))
                .isEqualTo(OF_HEADERS);
    }

    static List<Object> wrong() {
        return List.of(-1, 0.5, "5000", true, BigInteger.TEN.pow(30));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void deadline_withWhatIsNoTimeout_isRefused(Object timeout) {
        Refusal.of(() -> SchedulePolicy.deadline(Map.of("timeout", timeout), OF_HEADERS, NOW))
                .is(ErrorCode.INVALID_REQUEST)
                .names("timeout")
                .says("microseconds", timeout.toString());
    }

    @ParameterizedTest
    @CsvSource({"0, BATCH", "1, REALTIME", "2, INTERACTIVE", "3, BATCH", "9223372036854775807, BATCH"})
    void tier_ofPriority_isHigherForSmallerNumbers_andThatOfTheHeadersForNone(long priority, LatencyTier tier) {
        assertThat(SchedulePolicy.tier(Map.of("priority", priority), LatencyTier.BATCH))
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void tier_ofWhatIsNoPriority_isRefused(Object priority) {
        Refusal.of(() -> SchedulePolicy.tier(Map.of("priority", priority), LatencyTier.BATCH))
                .is(ErrorCode.INVALID_REQUEST)
                .names("priority")
                .says("priority", priority.toString());
    }
}
