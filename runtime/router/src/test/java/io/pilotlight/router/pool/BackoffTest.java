package io.pilotlight.router.pool;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void nothingFailed_noPause() {
        assertThat(backoff.left(0)).isZero();
    }

    @Test
    void failures_pauseTwiceAsLongEachTime_upToAMinute() {
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            backoff.failed(0);
            assertThat(backoff.left(0)).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void timePassed_mayBeTried_andOnceItWorkedPausesAreShortAgain() {
        backoff.failed(0);
        backoff.failed(0);
        assertThat(backoff.left(Duration.ofSeconds(2).toNanos())).isZero();

        backoff.worked();
        backoff.failed(0);

        assertThat(backoff.left(0)).isEqualTo(Duration.ofSeconds(1));
    }
}
