package io.pilotlight.queue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkSizeTest {

    private static final QueueSettings.Pace PACE = new QueueSettings.Pace(Duration.ofSeconds(1), 1_000, 1 << 20);

    private static ChunkSize after(Duration each) {
        ChunkSize size = new ChunkSize(PACE);
        for (int i = 0; i < 30; i++) {
            int records = size.wanted();
            size.observe(records, each.multipliedBy(records));
        }
        return size;
    }

    @Test
    void chunks_comeToTakeTheTimeTheyShould() {
        assertThat(after(Duration.ofMillis(10)).wanted()).isEqualTo(100);
        assertThat(after(Duration.ofMillis(2)).wanted()).isEqualTo(500);
    }

    @Test
    void slowRecords_areTakenOneByOne() {
        assertThat(after(Duration.ofSeconds(5)).wanted()).isEqualTo(1);
    }

    @Test
    void fastRecords_areBounded() {
        assertThat(after(Duration.ofNanos(10)).wanted()).isEqualTo(1_000);
    }

    @Test
    void chunks_neverMoreThanDouble() {
        ChunkSize size = new ChunkSize(PACE);
        int first = size.wanted();
        size.observe(first, Duration.ofNanos(first));

        assertThat(size.wanted()).isEqualTo(2 * first);
    }
}
