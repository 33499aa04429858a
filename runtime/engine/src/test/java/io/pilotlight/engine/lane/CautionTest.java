package io.pilotlight.engine.lane;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class CautionTest {

    private static final long MILLI = 1_000_000;

    private final Caution caution = new Caution();

    private void learn(int waits, int forecastMillis, int actualMillis) {
        for (int i = 0; i < waits; i++) {
            caution.learn(forecastMillis * 1e6, actualMillis * MILLI);
        }
    }

    @Test
    void trustsForecastsUntilTheyAreExceeded() {
        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(10 * MILLI);
        learn(64, 10, 8);
        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void expectsWaitsToBeExceededAsTheyWere() {
        learn(64, 10, 15);

        assertThat(caution.boundNanos(8 * MILLI)).isEqualTo(12 * MILLI);
    }

    @Test
    void expectsNoMultipleOfALongWaitForAPauseInShortOnes() {
        learn(64, 2, 12);

        assertThat(caution.boundNanos(4_000 * MILLI)).isEqualTo(4_010 * MILLI);
    }

    @Test
    void neverExpectsMoreThanThreeTimesTheForecast() {
        learn(64, 10, 500);

        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(30 * MILLI);
    }

    @Test
    void forgets() {
        learn(64, 10, 30);
        learn(64, 10, 10);

        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void letsOneInTwentyExceedIt() {
        learn(61, 10, 11);
        learn(3, 10, 100);

        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(11 * MILLI);
    }

    @Test
    void learnsNothingFromWaitsOfAnInstant() {
        caution.learn(0.5 * MILLI, 50 * MILLI);

        assertThat(caution.boundNanos(10 * MILLI)).isEqualTo(10 * MILLI);
    }
}
