package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Settles submissions whose deadline passes, so that whoever waits for them can wait without a limit of his own: timed waits
 * wake the thread of a timer twice for each request. One thread watches over all of them, and sleeps until the earliest
 * deadline is due; with most deadlines equally far away it is hardly ever woken.
 */
final class DeadlineWatch implements AutoCloseable {

    /** A submission under watch. */
    record Watched(Submission submission, long sequence) {

        Deadline deadline() {
            return submission.deadline();
        }
    }

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableSet<Watched> earliestFirst =
            new TreeSet<>(Comparator.comparing(Watched::deadline).thenComparingLong(Watched::sequence));
    private @Nullable Deadline sleepsUntil; // null: until somebody comes
    private long sequence;
    private boolean closed;

    /**
     * Starts to watch.
     *
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    DeadlineWatch(String name, LongSupplier clock) {
        this.clock = clock;
        Thread.ofPlatform().name("deadlines-" + name).daemon().start(this::keepWatch);
    }

    /** Watches a submission until {@link #release}. */
    Watched watch(Submission submission) {
        lock.lock();
        try {
            Watched watched = new Watched(submission, sequence++);
            earliestFirst.add(watched);
            if (sleepsUntil == null || watched.deadline().compareTo(sleepsUntil) < 0) {
                changed.signal();
            }
            return watched;
        } finally {
            lock.unlock();
        }
    }

    void release(Watched watched) {
        lock.lock();
        try {
            earliestFirst.remove(watched);
        } finally {
            lock.unlock();
        }
    }

    private void keepWatch() {
        lock.lock();
        try {
            while (!closed) {
                sleepsUntil =
                        earliestFirst.isEmpty() ? null : earliestFirst.first().deadline();
                long sleepNanos = sleepsUntil == null ? Long.MAX_VALUE : sleepsUntil.remainingNanos(clock.getAsLong());
                boolean came = changed.awaitNanos(sleepNanos) <= 0;
                if (came && sleepsUntil != null) {
                    settle(sleepsUntil);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread to interrupt it", e);
        } finally {
            lock.unlock();
        }
    }

    private void settle(Deadline passed) {
        while (!earliestFirst.isEmpty() && earliestFirst.first().deadline().compareTo(passed) <= 0) {
            Submission submission = earliestFirst.removeFirst().submission();
            submission.fail(submission.expired());
        }
    }

    /** Ends the watch; nobody may be waiting any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
