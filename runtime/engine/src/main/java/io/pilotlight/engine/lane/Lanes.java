package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Waiting;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.batch.TensorBatch;
import io.pilotlight.engine.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The inner {@link Inference}: a model's sessions and the platform threads that run them, each one batch at a time. Requests
 * wait on their own (virtual) threads, or on an event loop by {@linkplain io.pilotlight.api.Attempts attempts}; a native call would hold
 * either, so models run on these.
 *
 * <p>Owns its sessions and closes them after the last lane has ended. Expired and abandoned rows are dropped before they are
 * computed; a batch that fails is run again row by row, so that nobody fails for a neighbour's fault.
 */
public final class Lanes implements Inference<Tensors, Tensors>, AutoCloseable {

    private static final double CLEARLY_SLOWER = 1.2;

    private final LaneSettings settings;
    private final WorkQueue queue;
    private final LongSupplier clock;
    private final List<Thread> threads;
    private volatile Arrangement arrangement;
    private volatile @Nullable Tensors latest;

    /**
     * How rows are run now.
     *
     * @param crowd for rows with others beside them
     * @param lonely for a row that has nobody beside it, where that is another session
     */
    private record Arrangement(LanePlan plan, TimedSession crowd, Optional<TimedSession> lonely) {

        Machine machine() {
            return new Machine(plan.lanes(), plan.maxBatchRows(), crowd.times());
        }

        /** A lonely row runs wide, unless runs like its have been slower that way; now and then that is doubted. */
        TimedSession sessionFor(Batch batch) {
            if (lonely.isEmpty() || !batch.isLonely()) {
                return crowd;
            }
            BatchTimes wide = lonely.get().times();
            boolean known = wide.isKnown(batch.rows(), batch.elementsPerRow())
                    && crowd.times().isKnown(batch.rows(), batch.elementsPerRow());
            double wideNanos = wide.expectedNanos(batch.rows(), batch.elementsPerRow());
            double narrowNanos = crowd.times().expectedNanos(batch.rows(), batch.elementsPerRow());
            if (known && wideNanos > CLEARLY_SLOWER * narrowNanos) {
                wide.decidedAgainst(batch.rows(), batch.elementsPerRow(), batch.rows());
                return crowd;
            }
            return lonely.get();
        }
    }

    /**
     * Starts the lanes.
     *
     * @param session opened as the plan says, but for its lonely one, which comes with {@link #adopt}
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    public Lanes(LaneSettings settings, Session session, LanePlan plan, LongSupplier clock) {
        this.settings = settings;
        this.arrangement = new Arrangement(plan, new TimedSession(session), Optional.empty());
        this.queue = new WorkQueue(
                settings.queueCapacityInRows(), settings.rule(), settings.maxDelay(), arrangement.machine(), clock);
        this.clock = clock;
        Thread.ofPlatform().name("deadlines-" + settings.name()).daemon().start(queue::keepWatch);
        this.threads = IntStream.range(0, Math.max(plan.lanes(), settings.mostLanes()))
                .mapToObj(lane -> Thread.ofPlatform()
                        .name("lane-" + settings.name() + "-" + lane)
                        .daemon()
                        .start(this::work))
                .toList();
    }

    @Override
    public Response<Tensors> infer(Request<Tensors> request) {
        Waiting.computes();
        return Waiting.with(new Asked(request.items().getFirst()), () -> submitted(request), asked -> asked.submission()
                .await());
    }

    private Submitted submitted(Request<Tensors> request) {
        long now = clock.getAsLong();
        Submission submission = new Submission(request.items().size(), request.tier(), request.deadline(), now);
        if (request.deadline().hasPassed(now)) {
            throw submission.expired();
        }
        queue.add(submission, request.items());
        return new Submitted(queue, submission);
    }

    /** What rows are remembered under once they are queued: the first itself, since to compare what it holds takes long. */
    private record Asked(Tensors first) {

        @Override
        @SuppressWarnings("ReferenceEquality") // meant
        public boolean equals(@Nullable Object other) {
            return other instanceof Asked(Tensors theirs) && first == theirs;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(first);
        }
    }

    /** In the queue, until it is answered, or nobody waits for it any more. */
    private record Submitted(WorkQueue queue, Submission submission) implements AutoCloseable {

        @Override
        public void close() {
            if (!submission.isAnswered()) {
                submission.abandon();
                queue.remove(submission);
            }
        }
    }

    /** Rows that wait for a lane now. */
    public int queuedRows() {
        return queue.size();
    }

    /** For how long nothing has run and nothing has waited, in nanoseconds; negative if something does. */
    public long idleNanos() {
        return queue.idleNanos();
    }

    public LanePlan plan() {
        return arrangement.plan();
    }

    /** Of the crowd. Owned and closed by these lanes, whoever adopts another plan knows when. */
    public Session session() {
        return arrangement.crowd().session();
    }

    /** What the crowd's runs have taken. */
    public BatchTimes times() {
        return arrangement.crowd().times();
    }

    /** What a lonely row's runs have taken, where they have a session of their own. */
    public Optional<BatchTimes> lonelyTimes() {
        return arrangement.lonely().map(TimedSession::times);
    }

    /** The row that was run last, as an example of what callers send. */
    public Optional<Tensors> latestRow() {
        return Optional.ofNullable(latest);
    }

    /**
     * Goes over to another plan, if nothing runs and nothing waits at this moment.
     *
     * @param crowd opened as the plan says; empty to go on with the session there is
     * @param lonely likewise, if it has one
     * @return whether it did, and now owns the sessions; those that they replace are closed
     */
    public boolean adopt(LanePlan plan, Optional<TimedSession> crowd, Optional<TimedSession> lonely) {
        Arrangement before = arrangement;
        Arrangement next = new Arrangement(plan, crowd.orElse(before.crowd()), lonely);
        if (plan.lanes() > threads.size() || !queue.whileIdle(() -> arrangement = next, next.machine())) {
            return false;
        }
        if (crowd.isPresent()) {
            before.crowd().session().close();
        }
        before.lonely().ifPresent(replaced -> replaced.session().close());
        return true;
    }

    /** A run is over before anybody is answered: whoever asks again at once must not find its lane still taken. */
    private void work() {
        for (Optional<Batch> batch = queue.take(); batch.isPresent(); batch = queue.take()) {
            Runnable answering;
            try {
                answering = compute(batch.get());
            } finally {
                queue.done(batch.get());
            }
            answering.run();
        }
    }

    /** Gives what is left to do: to tell those who wait, unless it failed and they know. */
    private Runnable compute(Batch batch) {
        TimedSession session = arrangement.sessionFor(batch);
        long begun = clock.getAsLong();
        batch.members().forEach(row -> row.submission().begin(begun));
        latest = batch.members().getFirst().inputs();
        try {
            List<Tensors> outputs = run(session.session(), batch.members());
            long ended = clock.getAsLong();
            session.times().observe(batch.rows(), batch.elementsPerRow(), Math.max(1, ended - begun));
            return () -> complete(batch.members(), outputs, ended);
        } catch (Throwable t) { // a lane must outlive whatever a run throws
            failed(session.session(), batch.members(), t);
            return () -> {};
        }
    }

    private static void complete(List<Row> rows, List<Tensors> outputs, long endedNanos) {
        try {
            for (int i = 0; i < outputs.size(); i++) {
                Row row = rows.get(i);
                row.submission().complete(row.index(), outputs.get(i), endedNanos);
            }
        } catch (Throwable t) { // nor does a lane end with what an answer throws
            rows.forEach(row -> row.submission().fail(broken(t)));
        }
    }

    private List<Tensors> run(Session session, List<Row> rows) {
        if (rows.size() == 1) {
            return List.of(session.run(rows.getFirst().inputs()));
        }
        TensorBatch together = new TensorBatch(
                rows.stream().map(Row::inputs).toList(),
                rows.stream().map(Row::shape).toList(),
                settings.rule().padding());
        return together.split(session.run(together.joined()));
    }

    private void failed(Session session, List<Row> rows, Throwable failure) {
        if (rows.size() == 1) {
            rows.getFirst().submission().fail(failure instanceof InferenceException known ? known : broken(failure));
            return;
        }
        for (Row row : rows) {
            if (row.submission().isSettled()) {
                continue;
            }
            try {
                row.submission().complete(row.index(), session.run(row.inputs()), clock.getAsLong());
            } catch (Throwable t) {
                failed(session, List.of(row), t);
            }
        }
    }

    private static InferenceException broken(Throwable failure) {
        return new InferenceException(ErrorCode.INTERNAL, "the model run failed: " + failure, failure);
    }

    /** Refuses new work, finishes what waits, then frees the sessions. */
    @Override
    public void close() {
        queue.close();
        for (Thread thread : threads) {
            joinUninterruptibly(thread);
        }
        queue.endWatch();
        arrangement.crowd().session().close();
        arrangement.lonely().ifPresent(lonely -> lonely.session().close());
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
