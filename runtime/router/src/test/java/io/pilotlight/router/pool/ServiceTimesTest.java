package io.pilotlight.router.pool;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceTimesTest {

    private final ServiceTimes times = new ServiceTimes();

    @Test
    void sizes_areToldApartByPowersOfFour() {
        assertThat(ServiceTimes.sizeClass(0)).isZero();
        assertThat(ServiceTimes.sizeClass(1_024)).isZero();
        assertThat(ServiceTimes.sizeClass(1_025)).isEqualTo(1);
        assertThat(ServiceTimes.sizeClass(4_096)).isEqualTo(1);
        assertThat(ServiceTimes.sizeClass(4_097)).isEqualTo(2);
        assertThat(ServiceTimes.sizeClass(16_384)).isEqualTo(2);
        assertThat(ServiceTimes.sizeClass(Long.MAX_VALUE)).isEqualTo(7);
    }

    @Test
    void nothingObserved_nothingExpected() {
        assertThat(times.expected(0)).isEmpty();
        assertThat(times.isOlderThan(Duration.ofDays(1), 0, 0)).isTrue();
    }

    @Test
    void steadyTimes_areExpectedAsTheyAre() {
        for (int i = 0; i < 100; i++) {
            times.observe(0, 5_000_000, i);
        }

        assertThat(times.expected(0).orElseThrow()).isBetween(Duration.ofMillis(5), Duration.ofMillis(6));
    }

    @Test
    void timesThatChange_areFollowed() {
        for (int i = 0; i < 100; i++) {
            times.observe(0, 5_000_000, i);
        }
        for (int i = 0; i < 40; i++) {
            times.observe(0, 50_000_000, i);
        }

        assertThat(times.mean(0).orElseThrow()).isBetween(Duration.ofMillis(45), Duration.ofMillis(50));
    }

    @Test
    void sizeThatIsNotKnown_isTakenForTheNearest() {
        times.observe(1, 1_000_000, 0);
        times.observe(5, 9_000_000, 0);

        assertThat(times.mean(0)).contains(Duration.ofMillis(1));
        assertThat(times.mean(2)).contains(Duration.ofMillis(1));
        assertThat(times.mean(7)).contains(Duration.ofMillis(9));
    }

    @Test
    void observation_growsOld() {
        times.observe(0, 1, 1_000);

        assertThat(times.isOlderThan(Duration.ofNanos(10), 0, 1_010)).isFalse();
        assertThat(times.isOlderThan(Duration.ofNanos(10), 0, 1_011)).isTrue();
    }
}
