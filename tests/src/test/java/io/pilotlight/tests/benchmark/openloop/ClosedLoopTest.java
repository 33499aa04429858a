package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ClosedLoopTest {

    private static final int CALLERS = 4;
    private static final int ANSWER_MILLIS = 5;
    private static final Requests REQUESTS = Requests.interactive(IndexedInputs::at);

    private static void work() {
        LockSupport.parkNanos(ANSWER_MILLIS * 1_000_000L);
    }

    @Test
    void asksAgainWhenAnsweredAndNotBefore() throws InterruptedException {
        Semaphore places = new Semaphore(CALLERS);
        ClosedLoopReport report = load(Duration.ZERO, Duration.ofMillis(500)).run(request -> {
            assertThat(places.tryAcquire()).isTrue();
            work();
            places.release();
            return IndexedInputs.answer(request);
        });
        assertThat(report.latencyMillis().min()).isGreaterThanOrEqualTo(ANSWER_MILLIS * 0.9);
        assertThat(report.answers()).isBetween(100L, (long) CALLERS * 500 / ANSWER_MILLIS);
        assertThat(report.requestsPerSecond()).isEqualTo(report.answers() * 2.0);
    }

    @Test
    void neverAsksTheSameTwiceAndDoesNotCountTheWarmUp() throws InterruptedException {
        Set<Long> indices = ConcurrentHashMap.newKeySet();
        AtomicInteger asked = new AtomicInteger();
        ClosedLoopReport report = load(Duration.ofMillis(300), Duration.ofMillis(300))
                .run(request -> {
                    asked.incrementAndGet();
                    indices.add(IndexedInputs.indexOf(request));
                    work();
                    return IndexedInputs.answer(request);
                });
        assertThat(indices).hasSize(asked.get());
        assertThat(report.answers()).isPositive().isLessThan(asked.get() * 3L / 4);
    }

    @Test
    void failsWhenACallerIsRefused() {
        assertThatThrownBy(() -> load(Duration.ZERO, Duration.ofMillis(50)).run(_ -> {
                    throw new InferenceException(ErrorCode.QUEUE_FULL, "the queue is full");
                }))
                .isInstanceOf(BenchmarkFailure.class)
                .hasMessage("one of 4 callers got no answer: QUEUE_FULL: the queue is full");
    }

    private static ClosedLoop load(Duration warmUp, Duration duration) {
        return new ClosedLoop(REQUESTS, CALLERS, warmUp, duration);
    }
}
