package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensors;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The rows that wait for a lane, by tier and earliest deadline. Bounded: what does not fit is refused at once. */
final class WorkQueue {

    private final int capacityInRows;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final PriorityQueue<Row> rows = new PriorityQueue<>();
    private long sequence;
    private boolean closed;

    WorkQueue(int capacityInRows) {
        if (capacityInRows < 1) {
            throw new IllegalArgumentException("queue: expected a capacity of at least 1 row, got " + capacityInRows);
        }
        this.capacityInRows = capacityInRows;
    }

    /**
     * Queues all rows of a submission or none.
     *
     * @throws InferenceException {@code QUEUE_FULL}, {@code DRAINING}, or {@code REQUEST_TOO_LARGE} where waiting would
     *     not help
     */
    void add(Submission submission, List<Tensors> inputs) {
        if (inputs.size() > capacityInRows) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "request: expected at most " + capacityInRows + " items, got " + inputs.size());
        }
        lock.lock();
        try {
            if (closed) {
                throw InferenceException.retryLater(
                        ErrorCode.DRAINING, "this process is shutting down", Duration.ofSeconds(1));
            }
            if (rows.size() + inputs.size() > capacityInRows) {
                throw InferenceException.retryLater(
                        ErrorCode.QUEUE_FULL,
                        "the queue is full: " + rows.size() + " of " + capacityInRows + " rows wait, " + inputs.size()
                                + " more do not fit",
                        Duration.ofSeconds(1));
            }
            for (int i = 0; i < inputs.size(); i++) {
                rows.add(new Row(submission, i, inputs.get(i), sequence++));
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The most urgent row, waiting for one if need be; empty once the queue is closed and drained. */
    Optional<Row> take() {
        lock.lock();
        try {
            while (rows.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            return Optional.ofNullable(rows.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is left of a submission that nobody waits for. */
    void remove(Submission submission) {
        lock.lock();
        try {
            rows.removeIf(row -> row.submission() == submission);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return rows.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on; what waits is still taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
