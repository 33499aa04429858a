package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Tensors;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One {@link OpenLoop} from its first arrival to its last answer. The thread that runs it does nothing but pace: each
 * request is ready before its time, and then has a virtual thread of its own, which alone counts its outcome.
 */
final class OpenLoopRun {
    /** How long after its deadline a request may remain unanswered, before the server counts as stuck. */
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    private final OpenLoop load;
    private final Inference<Tensors, Tensors> inference;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;
    private final long startNanos = System.nanoTime();
    private final Tally tally;

    OpenLoopRun(OpenLoop load, Inference<Tensors, Tensors> inference) {
        this.load = load;
        this.inference = inference;
        this.places = new Semaphore(load.maxOutstanding());
        this.tally = new Tally(startNanos, load.duration());
    }

    OpenLoopReport run() throws InterruptedException {
        try {
            offerAll();
            awaitOutcomes();
            return tally.report();
        } finally {
            // Whoever still waits, waits for nothing: the run has failed.
            callers.shutdownNow();
        }
    }

    private void offerAll() throws InterruptedException {
        PoissonArrivals arrivals = new PoissonArrivals(load.requestsPerSecond(), load.seed());
        long durationNanos = load.duration().toNanos();
        long index = 0;
        for (long nanos = arrivals.nextNanos(); nanos < durationNanos; nanos = arrivals.nextNanos()) {
            long arrivalNanos = startNanos + nanos;
            Request<Tensors> request = load.requests().at(index, Deadline.after(load.budget(), arrivalNanos));
            Pacer.waitUntil(arrivalNanos);
            offer(request, arrivalNanos);
            index++;
        }
    }

    private void offer(Request<Tensors> request, long arrivalNanos) {
        if (!places.tryAcquire()) {
            throw new BenchmarkFailure(
                    "%,d requests were waiting %.1f s into a load of %,.0f a second: they are neither answered nor refused"
                            .formatted(
                                    load.maxOutstanding(),
                                    (System.nanoTime() - startNanos) / 1e9,
                                    load.requestsPerSecond()));
        }
        callers.execute(() -> {
            long begunNanos = System.nanoTime();
            Outcome outcome = call(request);
            tally.add(outcome, arrivalNanos, begunNanos, System.nanoTime());
            places.release();
        });
    }

    private Outcome call(Request<Tensors> request) {
        try {
            inference.infer(request);
            return request.deadline().hasPassed(System.nanoTime()) ? new Outcome.Late() : new Outcome.InTime();
        } catch (InferenceException e) {
            return Outcome.of(e);
        } catch (RuntimeException | Error e) {
            // Errors too: whatever ends a request, it is counted, or the figures would be of fewer than were offered.
            return new Outcome.Failed(e.toString());
        }
    }

    private void awaitOutcomes() throws InterruptedException {
        callers.shutdown();
        Duration limit = load.budget().plus(STALL_TIMEOUT);
        if (!callers.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new BenchmarkFailure("%,d requests were not answered %d s after the last deadline"
                    .formatted(load.maxOutstanding() - places.availablePermits(), STALL_TIMEOUT.toSeconds()));
        }
    }
}
