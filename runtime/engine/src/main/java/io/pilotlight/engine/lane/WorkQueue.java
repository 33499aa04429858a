package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Waiting;
import io.pilotlight.engine.batch.BatchRule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A {@link Schedule} that many threads use: callers add, lanes take and wait for something to take. */
final class WorkQueue {

    private static final int SPINS = 200;

    /** Of rows, so many that lanes begin though more may be about to come from the same thread. */
    private static final int ENOUGH = 8;

    private final ReentrantLock lock = new ReentrantLock();

    /** Of each lane that waits for work; the one that came last is woken first, since the core it ran on is still warm. */
    private final Deque<Condition> idle = new ArrayDeque<>();

    private final Condition earlierDeadline = lock.newCondition();
    private final Schedule schedule;
    private final LongSupplier clock;
    private final List<Batch> running = new ArrayList<>();
    private volatile Machine machine;
    private long holdNanos;
    private long lastBusyNanos;
    private @Nullable Deadline watchedUntil; // null: until somebody comes
    private boolean closed;
    private boolean unwatched;

    /**
     * Empty.
     *
     * @param maxDelay that a row waits for company while a lane is free
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    WorkQueue(int capacityInRows, BatchRule rule, Duration maxDelay, Machine machine, LongSupplier clock) {
        this.schedule = new Schedule(capacityInRows, rule, maxDelay);
        this.machine = machine;
        this.clock = clock;
        this.lastBusyNanos = clock.getAsLong();
    }

    /**
     * Queues all rows of a submission or none.
     *
     * @throws InferenceException {@code QUEUE_FULL}, {@code DRAINING}, or {@code REQUEST_TOO_LARGE} where waiting would
     *     not help
     */
    void add(Submission submission, List<Tensors> inputs) {
        schedule.prepare(submission, inputs, machine); // the lock is what everybody waits for
        acquire();
        try {
            if (closed) {
                throw InferenceException.retryLater(
                        ErrorCode.DRAINING, "this process is shutting down", Duration.ofSeconds(1));
            }
            long now = clock.getAsLong();
            schedule.add(submission, machine, running(now), now);
            if (watchedUntil == null || submission.deadline().compareTo(watchedUntil) < 0) {
                earlierDeadline.signal();
            }
            if (schedule.size() >= ENOUGH) {
                wakeLanes(schedule.size());
            }
        } finally {
            lock.unlock();
        }
        Waiting.afterwards(this::beginToWork);
    }

    private void beginToWork() {
        acquire();
        try {
            wakeLanes(schedule.size());
        } finally {
            lock.unlock();
        }
    }

    /** So many of them, if as many wait. */
    private void wakeLanes(int most) {
        for (int lanes = Math.min(most, idle.size()); lanes > 0; lanes--) {
            idle.pop().signal();
        }
    }

    /**
     * Takes the lock, which is held for a microsecond: whoever went to sleep for that would cost more, and under a flood of callers
     * find it taken again each time he is woken.
     */
    private void acquire() {
        for (int attempt = 0; attempt < SPINS; attempt++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    private Schedule.Running running(long now) {
        double remaining = 0;
        for (Batch batch : running) {
            remaining += Math.max(0, batch.expectedEndNanos() - now);
        }
        return new Schedule.Running(running.size(), remaining);
    }

    /**
     * What a lane should run, waiting for something if need be; empty once the queue is closed and drained. The lane says when
     * it is {@link #done}.
     */
    Optional<Batch> take() {
        acquire();
        try {
            Optional<Batch> batch = next();
            while (batch.isEmpty() && !isDrained()) {
                Condition work = lock.newCondition();
                idle.push(work);
                if (holdNanos > 0) {
                    long unused = work.awaitNanos(holdNanos);
                } else {
                    work.awaitUninterruptibly();
                }
                idle.remove(work); // where its time was over
                batch = next();
            }
            if (schedule.size() > 0 && running.size() < machine.lanes()) {
                wakeLanes(1);
            }
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows a lane's thread to interrupt it", e);
        } finally {
            lock.unlock();
        }
    }

    /** What a lane may run now; if that is nothing because rows wait for company, {@link #holdNanos} says for how long. */
    private Optional<Batch> next() {
        long now = clock.getAsLong();
        boolean free = running.size() < machine.lanes();
        Schedule.Running before = running(now);
        holdNanos = free && !closed ? schedule.holdNanos(machine, before, now) : 0;
        if (!free || holdNanos > 0) {
            return Optional.empty();
        }
        Optional<Batch> batch = schedule.next(machine, before, now);
        batch.ifPresent(running::add);
        return batch;
    }

    private boolean isDrained() {
        return closed && schedule.size() == 0;
    }

    /**
     * Settles whoever's deadline passes, so that those who wait can wait without a limit of their own: timed waits wake the
     * thread of a timer twice for each request. One thread does this until {@link #endWatch}; it sleeps until the earliest
     * deadline is due, and is woken by none that is later, so that with most deadlines equally far away it hardly ever is.
     */
    void keepWatch() {
        acquire();
        try {
            long now = clock.getAsLong();
            while (!unwatched) {
                Deadline earliest = expire(now);
                watchedUntil = earliest;
                if (earliest == null) {
                    earlierDeadline.awaitUninterruptibly();
                    now = clock.getAsLong();
                } else {
                    boolean passed = earlierDeadline.awaitNanos(earliest.remainingNanos(now)) <= 0;
                    now = passed ? earliest.nanos() : clock.getAsLong();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread to interrupt it", e);
        } finally {
            lock.unlock();
        }
    }

    /** Settles those whose deadline has passed; gives the earliest of the others, if any. */
    private @Nullable Deadline expire(long now) {
        Deadline earliest = schedule.expire(now).orElse(null);
        for (Batch batch : running) {
            for (Row row : batch.members()) {
                Submission submission = row.submission();
                if (row.deadline().hasPassed(now)) {
                    submission.fail(submission.expired());
                } else if (!submission.isSettled()
                        && (earliest == null || row.deadline().compareTo(earliest) < 0)) {
                    earliest = row.deadline();
                }
            }
        }
        return earliest;
    }

    /** Nobody waits any more. */
    void endWatch() {
        acquire();
        try {
            unwatched = true;
            earlierDeadline.signal();
        } finally {
            lock.unlock();
        }
    }

    /** That run is over. */
    void done(Batch batch) {
        acquire();
        try {
            running.remove(batch);
            lastBusyNanos = clock.getAsLong();
            schedule.ended(batch, lastBusyNanos);
            if (isDrained()) {
                wakeLanes(idle.size());
            } // else the lane will take what waits, and wake others where there is more
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is left of a submission that nobody waits for. */
    void remove(Submission submission) {
        acquire();
        try {
            schedule.remove(submission);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        acquire();
        try {
            return schedule.size();
        } finally {
            lock.unlock();
        }
    }

    /** Since when nothing has run and nothing has waited, in nanoseconds; negative if something does. */
    long idleNanos() {
        acquire();
        try {
            return running.isEmpty() && schedule.size() == 0 ? clock.getAsLong() - lastBusyNanos : -1;
        } finally {
            lock.unlock();
        }
    }

    /** Does something while nothing runs and nobody can begin; or does not, because something runs. */
    boolean whileIdle(Runnable change, Machine next) {
        acquire();
        try {
            if (!running.isEmpty() || schedule.size() > 0 || closed) {
                return false;
            }
            change.run();
            machine = next;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on; what waits is still taken. */
    void close() {
        acquire();
        try {
            closed = true;
            wakeLanes(idle.size());
        } finally {
            lock.unlock();
        }
    }
}
