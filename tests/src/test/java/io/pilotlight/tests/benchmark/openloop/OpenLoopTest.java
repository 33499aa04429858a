package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

final class OpenLoopTest {

    private static final Requests REQUESTS = Requests.interactive(IndexedInputs::at);
    private static final Duration PLENTY = Duration.ofSeconds(10);

    private static OpenLoop load(double perSecond, Duration duration, Duration budget) {
        return new OpenLoop(REQUESTS, perSecond, duration, budget);
    }

    @Test
    void offersTheRateWithAllIndicesOnce() throws InterruptedException {
        ConcurrentLinkedQueue<Long> indices = new ConcurrentLinkedQueue<>();
        OpenLoopReport report = load(1_000, Duration.ofSeconds(1), PLENTY).run(request -> {
            indices.add(IndexedInputs.indexOf(request));
            return IndexedInputs.answer(request);
        });
        assertThat(report.offered()).isCloseTo(1_000, within(100L));
        assertThat(report.inTime()).isEqualTo(report.offered());
        assertThat(report.goodput()).isCloseTo(1_000, within(100.0));
        assertThat(indices)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, report.offered()).boxed().toList());
    }

    @Test
    void chargesAStallToEverybodyWhoArrivesMeanwhile() throws InterruptedException {
        StallingOnce stall = new StallingOnce(200);
        OpenLoopReport report = load(1_000, Duration.ofSeconds(1), PLENTY).run(request -> {
            stall.pass();
            return IndexedInputs.answer(request);
        });
        // About 200 of 1,000 arrive during the stall, and wait for what is left of it: 100 of them for more than half.
        assertThat(report.answerMillis().quantile(0.92)).isGreaterThan(0.5 * StallingOnce.STALL_MILLIS);
        assertThat(report.answerMillis().max()).isGreaterThanOrEqualTo(StallingOnce.STALL_MILLIS);
    }

    @Test
    void countsFromTheArrivalThatWasMeantWhenItIsLateItself() throws InterruptedException {
        StallingOnce stall = new StallingOnce(200);
        Inputs inputs = index -> {
            stall.pass();
            return IndexedInputs.at(index);
        };
        OpenLoopReport report = new OpenLoop(
                        Requests.interactive(inputs), 1_000, Duration.ofSeconds(1), Duration.ofMillis(100))
                .run(IndexedInputs::answer);
        assertThat(report.startDelayMillis().quantile(0.92)).isGreaterThan(0.5 * StallingOnce.STALL_MILLIS);
        assertThat(report.answerMillis().quantile(0.92)).isGreaterThan(0.5 * StallingOnce.STALL_MILLIS);
        assertThat(report.late()).isGreaterThan(50);
    }

    @Test
    void countsRefusalsAndMissedDeadlinesApart() throws InterruptedException {
        OpenLoopReport report =
                load(1_000, Duration.ofMillis(300), Duration.ofMillis(500)).run(OneOfEach::infer);
        long each = report.offered() / OneOfEach.KINDS;
        assertThat(each).isPositive();
        assertThat(report.refused()).containsOnlyKeys(ErrorCode.QUEUE_FULL);
        assertThat(report.refused().get(ErrorCode.QUEUE_FULL)).isCloseTo(each, within(1L));
        assertThat(report.missed())
                .containsOnlyKeys(ErrorCode.DEADLINE_EXCEEDED, ErrorCode.DEADLINE_EXPIRED_IN_QUEUE)
                .allSatisfy((_, count) -> assertThat(count).isCloseTo(each, within(1L)));
        assertThat(report.late()).isCloseTo(each, within(1L));
        assertThat(report.inTime()).isCloseTo(each, within(1L));
        assertThat(report.failed()).isCloseTo(2 * each, within(2L));
        assertThat(report.firstFailure()).startsWith("INVALID_REQUEST: no such");
        assertThat(report.answerMillis().max()).isGreaterThanOrEqualTo(500);
        assertThat(report.refusalMillis().max()).isLessThan(500);
    }

    /** Ends requests in each way there is, by their index. */
    private static final class OneOfEach {
        static final int KINDS = 7;

        static Response<Tensors> infer(Request<Tensors> request) {
            return switch ((int) (IndexedInputs.indexOf(request) % KINDS)) {
                case 0 -> IndexedInputs.answer(request);
                case 1 -> answerLate(request);
                case 2 -> throw new InferenceException(ErrorCode.QUEUE_FULL, "full");
                case 3 -> throw new InferenceException(ErrorCode.DEADLINE_EXCEEDED, "too slow");
                case 4 -> throw new InferenceException(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE, "too late");
                case 5 -> throw InferenceException.invalid("index", "no such index");
                default -> throw new IllegalStateException("broken");
            };
        }

        private static Response<Tensors> answerLate(Request<Tensors> request) {
            try {
                Pacer.waitUntil(request.deadline().nanos() + 1);
            } catch (InterruptedException e) {
                throw new CancellationException();
            }
            return IndexedInputs.answer(request);
        }
    }

    @Test
    void asksInTheTierOfTheIndexWithADeadlineOfTheBudgetAfterTheArrival() throws InterruptedException {
        Requests requests =
                new Requests(IndexedInputs::at, index -> index % 2 == 0 ? LatencyTier.REALTIME : LatencyTier.BATCH);
        ConcurrentLinkedQueue<Request<Tensors>> asked = new ConcurrentLinkedQueue<>();
        long beforeNanos = System.nanoTime();
        new OpenLoop(requests, 500, Duration.ofMillis(200), PLENTY).run(request -> {
            asked.add(request);
            return IndexedInputs.answer(request);
        });
        assertThat(asked).isNotEmpty().allSatisfy(request -> {
            assertThat(request.tier())
                    .isEqualTo(IndexedInputs.indexOf(request) % 2 == 0 ? LatencyTier.REALTIME : LatencyTier.BATCH);
            assertThat(request.deadline().remainingNanos(beforeNanos)).isGreaterThan(PLENTY.toNanos());
        });
        PoissonArrivals arrivals =
                new PoissonArrivals(500, load(500, PLENTY, PLENTY).seed());
        long first = arrivals.nextNanos();
        long second = arrivals.nextNanos();
        List<Long> deadlines = asked.stream()
                .map(request -> request.deadline().nanos())
                .sorted()
                .toList();
        assertThat(deadlines.get(1) - deadlines.get(0)).isEqualTo(second - first);
    }

    @Test
    void failsWhenTooManyAreOutstandingAndCancelsThem() {
        CountDownLatch never = new CountDownLatch(1);
        Semaphore cancelled = new Semaphore(0);
        Inference<Tensors, Tensors> stuck = request -> {
            try {
                never.await();
                return IndexedInputs.answer(request);
            } catch (InterruptedException e) {
                cancelled.release();
                throw new CancellationException();
            }
        };
        assertThatThrownBy(() -> new OpenLoop(REQUESTS, 5_000, PLENTY, PLENTY, 100, 1).run(stuck))
                .isInstanceOf(BenchmarkFailure.class)
                .hasMessageStartingWith("100 requests were waiting")
                .hasMessageEndingWith("a load of 5,000 a second: they are neither answered nor refused");
        cancelled.acquireUninterruptibly(100);
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatThrownBy(() -> load(0, PLENTY, PLENTY))
                .hasMessageContaining("requestsPerSecond")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> load(1, Duration.ZERO, PLENTY)).hasMessageContaining("PT0S");
    }
}
