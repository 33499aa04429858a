package io.pilotlight.tests.benchmark.openloop;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class PacerTest {

    @Test
    void returnsAtTheMomentOrAfterIt() throws InterruptedException {
        for (long wait : new long[] {-1_000, 10_000, 300_000, 3_000_000}) {
            long moment = System.nanoTime() + wait;
            Pacer.waitUntil(moment);
            assertThat(System.nanoTime() - moment).isNotNegative();
        }
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        Pacer.waitUntil(System.nanoTime() + Duration.ofHours(1).toNanos()))
                .isInstanceOf(InterruptedException.class);
    }
}
