package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.api.Waiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One request in the lanes. Whoever submitted it waits for it; lanes complete its rows, in any order, perhaps at the same time. The last
 * row completed, the first that failed, its deadline or its being abandoned settles it, once; whatever comes later is ignored.
 */
final class Submission {

    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private final LatencyTier tier;
    private final Deadline deadline;
    private final long acceptedNanos;
    private final AtomicReferenceArray<Tensors> results;
    private final AtomicInteger outstanding;
    private final AtomicLong begunNanos = new AtomicLong(NOT_BEGUN);
    private List<Row> rows = List.of();
    private double forecastNanos;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    private sealed interface Outcome {

        record Answered(long endedNanos) implements Outcome {}

        record Failed(RuntimeException failure) implements Outcome {}
    }

    Submission(int rows, LatencyTier tier, Deadline deadline, long nowNanos) {
        this.tier = tier;
        this.deadline = deadline;
        this.acceptedNanos = nowNanos;
        this.results = new AtomicReferenceArray<>(rows);
        this.outstanding = new AtomicInteger(rows);
    }

    LatencyTier tier() {
        return tier;
    }

    Deadline deadline() {
        return deadline;
    }

    /** What it is in its queue, from before it is there. */
    void consistsOf(List<Row> its) {
        rows = List.copyOf(its);
    }

    /** Empty before it was queued. */
    List<Row> rows() {
        return rows;
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    /** How long it will wait, as its queue sees it, which alone writes and reads this. */
    void foresee(double waitNanos) {
        forecastNanos = waitNanos;
    }

    /** 0 where it was expected to begin at once. */
    double forecastNanos() {
        return forecastNanos;
    }

    /** Whether nobody waits for its rows any more. */
    boolean isSettled() {
        return outcome.isDone();
    }

    /** Whether there is an answer. */
    boolean isAnswered() {
        return outcome.isDone() && outcome.join() instanceof Outcome.Answered;
    }

    boolean hasBegun() {
        return begunNanos.get() != NOT_BEGUN;
    }

    /** A lane is about to compute one of its rows. */
    void begin(long nowNanos) {
        begunNanos.compareAndSet(NOT_BEGUN, nowNanos);
    }

    void complete(int row, Tensors result, long nowNanos) {
        results.set(row, result);
        if (outstanding.decrementAndGet() == 0) {
            outcome.complete(new Outcome.Answered(nowNanos));
        }
    }

    void fail(RuntimeException failure) {
        outcome.complete(new Outcome.Failed(failure));
    }

    /** Nobody waits for it any more. */
    void abandon() {
        fail(new CancellationException("the caller went away"));
    }

    /**
     * Waits for all rows.
     *
     * @throws InferenceException if a row failed or the deadline passed
     * @throws CancellationException if it was abandoned, or the thread interrupted
     */
    Response<Tensors> await() {
        Waiting.until(outcome);
        return switch (outcome.join()) {
            case Outcome.Answered(long endedNanos) -> response(endedNanos);
            case Outcome.Failed(RuntimeException failure) -> throw failure;
        };
    }

    /** Its place in the queue is needed by others, or its deadline cannot be kept any more. */
    void shed() {
        fail(
                hasBegun()
                        ? new InferenceException(
                                ErrorCode.DEADLINE_EXCEEDED,
                                "the queue has become too long: the rest of the answer would come too late")
                        : InferenceException.retryLater(
                                ErrorCode.QUEUE_FULL,
                                "the queue has become too long: the answer would come too late",
                                Admission.LEAST_RETRY));
    }

    /** What to say when the deadline has passed. */
    InferenceException expired() {
        return hasBegun()
                ? new InferenceException(ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the answer was ready")
                : new InferenceException(
                        ErrorCode.DEADLINE_EXPIRED_IN_QUEUE, "the deadline passed before the computation began");
    }

    private Response<Tensors> response(long endedNanos) {
        List<Tensors> inOrder = new ArrayList<>(results.length());
        for (int row = 0; row < results.length(); row++) {
            inOrder.add(results.get(row));
        }
        long begun = begunNanos.get();
        return new Response<>(
                inOrder, new Timing(Duration.ofNanos(begun - acceptedNanos), Duration.ofNanos(endedNanos - begun)));
    }
}
