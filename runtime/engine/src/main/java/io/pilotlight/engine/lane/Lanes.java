package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.Session;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The inner {@link Inference}: a model's session and the platform threads that run it, each one row at a time. Requests
 * wait on their own (virtual) threads; a native call would hold a virtual thread's carrier, so models run on these.
 *
 * <p>Owns the session and closes it after the last lane has ended. Expired and abandoned rows are dropped before they are
 * computed.
 */
public final class Lanes implements Inference<Tensors, Tensors>, AutoCloseable {

    private final Session session;
    private final WorkQueue queue;
    private final DeadlineWatch deadlines;
    private final LongSupplier clock;
    private final List<Thread> threads;

    /**
     * Starts the lanes.
     *
     * @param name of the model, for the threads
     * @param queueCapacityInRows rows that may wait; more are refused
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    public Lanes(String name, Session session, LanePlan plan, int queueCapacityInRows, LongSupplier clock) {
        this.session = session;
        this.queue = new WorkQueue(queueCapacityInRows);
        this.deadlines = new DeadlineWatch(name, clock);
        this.clock = clock;
        this.threads = IntStream.range(0, plan.lanes())
                .mapToObj(lane -> Thread.ofPlatform()
                        .name("lane-" + name + "-" + lane)
                        .daemon()
                        .start(this::work))
                .toList();
    }

    @Override
    public Response<Tensors> infer(Request<Tensors> request) {
        long now = clock.getAsLong();
        Submission submission = new Submission(request.items().size(), request.tier(), request.deadline(), now);
        if (request.deadline().hasPassed(now)) {
            throw submission.expired();
        }
        queue.add(submission, request.items());
        DeadlineWatch.Watched watched = deadlines.watch(submission);
        try {
            return submission.await();
        } catch (RuntimeException e) {
            queue.remove(submission);
            throw e;
        } finally {
            deadlines.release(watched);
        }
    }

    /** Rows that wait for a lane now. */
    public int queuedRows() {
        return queue.size();
    }

    private void work() {
        for (Optional<Row> row = queue.take(); row.isPresent(); row = queue.take()) {
            compute(row.get());
        }
    }

    private void compute(Row row) {
        Submission submission = row.submission();
        long now = clock.getAsLong();
        if (submission.isSettled()) {
            return;
        }
        if (row.deadline().hasPassed(now)) {
            submission.fail(submission.expired());
            return;
        }
        submission.begin(now);
        try {
            submission.complete(row.index(), session.run(row.inputs()), clock.getAsLong());
        } catch (InferenceException e) {
            submission.fail(e);
        } catch (Throwable t) { // a lane must outlive whatever a run throws
            submission.fail(new InferenceException(ErrorCode.INTERNAL, "the model run failed: " + t, t));
        }
    }

    /** Refuses new work, finishes what waits, then frees the session. */
    @Override
    public void close() {
        queue.close();
        for (Thread thread : threads) {
            joinUninterruptibly(thread);
        }
        deadlines.close();
        session.close();
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // freeing a session under a running lane would crash the process
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
