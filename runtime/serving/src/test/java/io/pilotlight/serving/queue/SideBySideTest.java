package io.pilotlight.serving.queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class SideBySideTest {

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    private void workUntilAllowed(int item) {
        begun.release();
        mayEnd.acquireUninterruptibly();
    }

    @Test
    void worksOnEachItemOnce() {
        AtomicIntegerArray times = new AtomicIntegerArray(1_000);
        new SideBySide(times.length(), 64, times::incrementAndGet).run();
        assertThat(IntStream.range(0, times.length()).map(times::get)).containsOnly(1);
    }

    @Test
    void doesNothingWhereThereIsNothingToDo() {
        new SideBySide(0, 64, _ -> {
                    throw new IllegalStateException("there is no item");
                })
                .run();
    }

    @Test
    void beginsWithFewAndOneMoreForEachThatIsDone() {
        CompletableFuture<Void> running =
                CompletableFuture.runAsync(new SideBySide(100, 64, this::workUntilAllowed)::run);
        begun.acquireUninterruptibly(4);
        mayEnd.release();
        begun.acquireUninterruptibly(2);
        assertThat(begun.availablePermits()).as("five are at work").isZero();
        mayEnd.release(100);
        running.join();
        assertThat(begun.availablePermits()).isEqualTo(94);
    }

    @Test
    void neverWorksOnMoreThanTheMost() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        new SideBySide(2_000, 7, _ -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                })
                .run();
        assertThat(most).hasValueLessThanOrEqualTo(7);
    }

    @Test
    void failsWithWhatAnItemFailsWith() {
        assertThatThrownBy(() -> new SideBySide(100, 8, item -> {
                            if (item == 50) {
                                throw new IllegalArgumentException("item 50");
                            }
                        })
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("item 50");
    }

    @Test
    void isGivenUpWhenItsThreadIsInterrupted() throws InterruptedException {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                new SideBySide(100, 8, _ -> interruptibly()).run();
                ended.complete(null);
            } catch (CancellationException e) {
                ended.completeExceptionally(e);
            }
        });
        begun.acquire(4);
        thread.interrupt();
        assertThatThrownBy(ended::join).isInstanceOfAny(CancellationException.class, CompletionException.class);
    }

    private void interruptibly() {
        begun.release();
        try {
            mayEnd.acquire();
        } catch (InterruptedException e) {
            throw new CancellationException("given up");
        }
    }
}
