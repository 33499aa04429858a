package io.pilotlight.functions.onnx;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class LeasedTest {

    private final AtomicInteger closings = new AtomicInteger();
    private final Leased<String> leased = new Leased<>("model", closings::incrementAndGet);

    @Test
    void retire_withoutLeases_closesAtOnce() {
        leased.retire();

        assertThat(closings).hasValue(1);
        assertThat(leased.isClosed()).isTrue();
    }

    @Test
    void retire_withLeases_closesWhenTheLastIsGivenBack() {
        assertThat(leased.lease()).isTrue();
        assertThat(leased.lease()).isTrue();
        leased.retire();
        assertThat(leased.lease()).isFalse();
        leased.giveBack();
        assertThat(closings).hasValue(0);
        leased.giveBack();

        assertThat(closings).hasValue(1);
    }

    @Test
    void lease_ofWhatIsClosed_isNone() {
        leased.retire();

        assertThat(leased.lease()).isFalse();
        assertThat(closings).hasValue(1);
    }

    @Test
    void leases_ofManyThreads_neverSeeItClosed() throws InterruptedException {
        AtomicBoolean seenClosed = new AtomicBoolean();
        AtomicInteger held = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> {
                    while (leased.lease()) {
                        held.incrementAndGet();
                        seenClosed.compareAndSet(false, closings.get() > 0);
                        leased.giveBack();
                    }
                });
            }
            while (held.get() < 1_000) {
                Thread.onSpinWait();
            }
            leased.retire();
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seenClosed).isFalse();
        assertThat(closings).hasValue(1);
    }
}
