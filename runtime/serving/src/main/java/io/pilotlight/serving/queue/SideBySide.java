package io.pilotlight.serving.queue;

import io.pilotlight.api.Call;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Works on many items, side by side on virtual threads: on a few at first, and each that is done lets one more begin. A crowd that began
 * at once would keep all carriers busy for many milliseconds, and with them everybody who waits for an answer.
 */
final class SideBySide {

    private static final int FIRST = 4;

    private final int items;
    private final int most;
    private final IntConsumer work;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Future<?>> workers = new ConcurrentLinkedQueue<>();

    /**
     * Nothing of it is begun.
     *
     * @param most that are worked on at a time
     * @param work is told which item, from 0
     */
    SideBySide(int items, int most, IntConsumer work) {
        this.items = items;
        this.most = Math.min(items, most);
        this.work = work;
    }

    /**
     * Does all of it.
     *
     * @throws java.util.concurrent.CancellationException if it was interrupted
     */
    void run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(FIRST, most); i++) {
                beginOneMore(threads);
            }
            await(threads);
        }
    }

    private void beginOneMore(ExecutorService threads) {
        if (begun.get() < most && begun.incrementAndGet() <= most) {
            workers.add(threads.submit(() -> workOn(threads)));
        }
    }

    private void workOn(ExecutorService threads) {
        for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
            work.accept(item);
            beginOneMore(threads);
        }
    }

    /** A worker who begins another is still to be waited for, so none is missed. */
    private void await(ExecutorService threads) {
        for (Future<?> worker = workers.poll(); worker != null; worker = workers.poll()) {
            try {
                worker.get();
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw Call.abandoned();
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("a record was not answered", e.getCause());
            }
        }
    }
}
