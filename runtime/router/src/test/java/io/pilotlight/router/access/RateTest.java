package io.pilotlight.router.access;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateTest {

    @Test
    void unlimited_neverWaits() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Rate.UNLIMITED.take(0)).isZero();
        }
    }

    @Test
    void moreThanASecondHolds_waitForTheNext() {
        Rate rate = new Rate(10);
        for (int i = 0; i < 10; i++) {
            assertThat(rate.take(0)).isZero();
        }

        assertThat(rate.take(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.take(Duration.ofMillis(100).toNanos())).isZero();
        assertThat(rate.take(Duration.ofMillis(100).toNanos())).isPositive();
    }

    @Test
    void longSilence_savesNoMoreThanASecondHolds() {
        Rate rate = new Rate(2);
        assertThat(rate.take(0)).isZero();
        long later = Duration.ofHours(1).toNanos();

        assertThat(rate.take(later)).isZero();
        assertThat(rate.take(later)).isZero();
        assertThat(rate.take(later)).isPositive();
    }

    @Test
    void negative_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1)).withMessageContaining("got -1");
    }
}
