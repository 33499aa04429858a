package io.pilotlight.router.pool;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionsTest {

    private final Completions completions = new Completions();

    /** So many answers, each so long after the one before; somebody waits throughout, but for the time after the last. */
    private void busy(int answers, Duration each) {
        for (int i = 0; i <= answers; i++) {
            completions.add(i < answers, i * each.toNanos());
        }
    }

    @Test
    void nothingIsForetold_beforeFourAnswers_orASecond() {
        busy(3, Duration.ofSeconds(1));
        assertThat(completions.until(1)).isEmpty();

        Completions burst = new Completions();
        for (int i = 0; i <= 10; i++) {
            burst.add(true, i * Duration.ofMillis(40).toNanos());
        }
        assertThat(burst.until(1_000)).as("a pause says little").isEmpty();
    }

    @Test
    void answersOfTheLastSeconds_areWhatIsForetold() {
        busy(2_000, Duration.ofMillis(2));
        assertThat(completions.until(500)).hasValueSatisfying(until -> assertThat(until)
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010)));
    }

    @Test
    void fewAnswers_foretellNoMoreThanSomeTimesAsLong() {
        busy(15, Duration.ofMillis(100));
        assertThat(completions.until(10)).hasValueSatisfying(until -> assertThat(until)
                .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100)));
        assertThat(completions.until(10_000)).hasValueSatisfying(until -> assertThat(until)
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45)));
    }

    @Test
    void timeInWhichNobodyWaits_doesNotCount() {
        busy(2_000, Duration.ofMillis(2));
        Optional<Duration> before = completions.until(500);
        completions.add(false, Duration.ofHours(1).toNanos());
        assertThat(completions.until(500)).isEqualTo(before);
    }
}
