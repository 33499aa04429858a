package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensors;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Callers that each ask again as soon as they are answered. Their number bounds the load, so it finds the most that is
 * answered per second; their latency says nothing about users, who do not wait for each other.
 *
 * @param warmUp what precedes the measured time, with the same load
 * @param duration how long it is measured
 */
public record ClosedLoop(Requests requests, int callers, Duration warmUp, Duration duration) {
    /** How long a caller waits for one answer before the server counts as stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    public ClosedLoop {
        if (callers < 1 || warmUp.isNegative() || !duration.isPositive()) {
            throw new IllegalArgumentException(
                    "closed loop: expected callers, no negative warm-up and a duration above 0, got %d, %s and %s"
                            .formatted(callers, warmUp, duration));
        }
    }

    /**
     * Runs until every caller has had its last answer.
     *
     * @throws BenchmarkFailure if a caller is refused or gets no answer: callers who do not wait would be another load
     */
    public ClosedLoopReport run(Inference<Tensors, Tensors> inference) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            ClosedLoopCaller caller = new ClosedLoopCaller(this, inference, System.nanoTime());
            Duration limit = warmUp.plus(duration).plus(PATIENCE);
            return report(
                    threads.invokeAll(Collections.nCopies(callers, caller), limit.toNanos(), TimeUnit.NANOSECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    private ClosedLoopReport report(List<Future<double[]>> futures) throws InterruptedException {
        List<double[]> latencies = new ArrayList<>();
        for (Future<double[]> future : futures) {
            latencies.add(latencyMillis(future));
        }
        return new ClosedLoopReport(
                latencies.stream().mapToLong(millis -> millis.length).sum(),
                duration,
                Distribution.union(latencies.stream().map(Distribution::of).toList()));
    }

    private double[] latencyMillis(Future<double[]> caller) throws InterruptedException {
        try {
            return caller.get();
        } catch (ExecutionException e) {
            String reason = e.getCause() instanceof InferenceException failure
                    ? "%s: %s".formatted(failure.code(), failure.getMessage())
                    : String.valueOf(e.getCause());
            throw new BenchmarkFailure("one of %d callers got no answer: %s".formatted(callers, reason), e);
        } catch (CancellationException e) {
            throw new BenchmarkFailure(
                    "one of %d callers got no answer for %d s".formatted(callers, PATIENCE.toSeconds()), e);
        }
    }
}
