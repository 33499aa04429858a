package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

final class DeadlineTest {

    private static final long ABOUT_TO_WRAP_AROUND = Long.MAX_VALUE - 3;

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_000_000, Long.MIN_VALUE, Long.MAX_VALUE, ABOUT_TO_WRAP_AROUND})
    void passesWhenItsTimeHasRunOutWhateverTheClockShows(long now) {
        Deadline deadline = Deadline.after(Duration.ofNanos(10), now);
        assertThat(deadline.remainingNanos(now)).isEqualTo(10);
        assertThat(deadline.hasPassed(now)).isFalse();
        assertThat(deadline.hasPassed(now + 9)).isFalse();
        assertThat(deadline.hasPassed(now + 10)).isTrue();
        assertThat(deadline.remainingNanos(now + 15)).isEqualTo(-5);
        assertThat(deadline.hasPassed(now + 15)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE, ABOUT_TO_WRAP_AROUND})
    void comesBeforeALaterOneWhateverTheClockShows(long now) {
        Deadline sooner = Deadline.after(Duration.ofNanos(1), now);
        Deadline later = Deadline.after(Duration.ofNanos(9), now);
        assertThat(sooner).isLessThan(later);
        assertThat(later).isGreaterThan(sooner);
        assertThat(sooner).isEqualByComparingTo(new Deadline(now + 1));
    }

    @Test
    void hasPassedFromTheStartWhereNoTimeRemains() {
        assertThat(Deadline.after(Duration.ZERO, 5).hasPassed(5)).isTrue();
        assertThat(Deadline.after(Duration.ofSeconds(-1), 5).hasPassed(5)).isTrue();
    }

    @Test
    void boundsADurationThatIsTooFar() {
        Deadline farthest = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), ABOUT_TO_WRAP_AROUND);
        assertThat(farthest.remainingNanos(ABOUT_TO_WRAP_AROUND))
                .isEqualTo(Duration.ofDays(365).toNanos());
        assertThat(farthest.hasPassed(ABOUT_TO_WRAP_AROUND)).isFalse();
        assertThat(farthest).isGreaterThan(Deadline.after(Duration.ofDays(364), ABOUT_TO_WRAP_AROUND));
    }

    @Test
    void boundsADurationThatIsTooLongAgo() {
        Deadline longAgo = Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), 0);
        assertThat(longAgo.hasPassed(0)).isTrue();
        assertThat(longAgo).isLessThan(Deadline.after(Duration.ofDays(365), 0));
    }
}
