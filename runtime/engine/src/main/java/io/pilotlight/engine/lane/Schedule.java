package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.batch.RowShape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which rows run next, and which are refused because they could not be done in time. Knows neither threads nor a clock: it is
 * told what time it is and what is running, so that the same questions have the same answers in tests.
 *
 * <p>Order: the more urgent tier first, in it the earliest deadline, with a turn now and then for those who would starve. What
 * would begin at once is always admitted, however long it may take, so that a wrong idea of that is put right by the run itself;
 * of what would not, {@link Admission} decides. Nobody ever waits for company while a lane is free, unless a delay is configured; rows
 * that nobody waits for leave the last free lane to {@linkplain Anticipation whoever has just been answered}, for a moment.
 */
final class Schedule {

    /** How many rows are looked at for each that a batch can take. */
    private static final int LOOK_AHEAD = 4;

    /**
     * After how many runs in turn without company the next is taken for lonely. Whoever comes while all processors work for one row
     * waits longer than that row gains, so it must be likely that nobody does.
     */
    private static final int LONELY = 8;

    /** What going side by side must leave of a run's time to be worth the processors' time of two. */
    private static final double SOONER = 0.7;

    /** How many times an urgent row's run one may take that nobody waits for: a little more, as measurements differ. */
    private static final double COURTEOUS = 1.25;

    /**
     * What rows may share a run for, in nanoseconds: whoever comes meanwhile waits for its end, and the memory of its tensors, which the
     * runtime keeps, grows with it.
     */
    private static final double LONGEST_NANOS = 200e6;

    /** Refusals by an idle machine rest on nothing but what runs once took: one of so many is tried, and the truth learnt. */
    private static final int TRIED_OF_REFUSED = 4;

    private final int capacityInRows;
    private final BatchRule rule;
    private final Duration maxDelay;
    private final Tiers tiers = new Tiers();
    private final Caution caution = new Caution();
    private final Anticipation anticipation = new Anticipation();
    private final AtomicLong sequence = new AtomicLong();
    private int refusedWhileIdle;
    private int aloneInTurn;

    /**
     * Empty.
     *
     * @param maxDelay that a row may wait for company while a lane is free
     */
    Schedule(int capacityInRows, BatchRule rule, Duration maxDelay) {
        if (capacityInRows < 1) {
            throw new IllegalArgumentException("queue: expected a capacity of at least 1 row, got " + capacityInRows);
        }
        this.capacityInRows = capacityInRows;
        this.rule = rule;
        this.maxDelay = maxDelay;
    }

    int size() {
        return tiers.size();
    }

    /** Runs that have begun, and what is left of them, all together. */
    record Running(int runs, double remainingNanos) {}

    /**
     * The rows of a submission, measured as far as it can be done before they are queued.
     *
     * @throws InferenceException {@code REQUEST_TOO_LARGE} where waiting would not help
     */
    void prepare(Submission submission, List<Tensors> inputs, Machine machine) {
        if (inputs.size() > capacityInRows) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "request: expected at most " + capacityInRows + " items, got " + inputs.size());
        }
        List<Row> rows = new ArrayList<>(inputs.size());
        long first = sequence.getAndAdd(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            RowShape shape = rule.shapeOf(inputs.get(i));
            double alone = machine.times().expectedNanos(shape.rows(), shape.elements());
            double share = machine.maxBatchRows() == 1
                    ? alone
                    : shape.rows() * machine.times().bestNanosPerRow(shape.elements(), machine.maxBatchRows());
            rows.add(new Row(submission, i, inputs.get(i), shape, alone, Math.min(alone, share), first + i));
        }
        submission.consistsOf(rows);
    }

    /**
     * Queues all rows of a prepared submission or none.
     *
     * @throws InferenceException {@code QUEUE_FULL}
     */
    void add(Submission submission, Machine machine, Running running, long nowNanos) {
        List<Row> rows = submission.rows();
        requireRoom(submission.tier(), rows.size()); // before anybody gives way to it
        boolean beginsAtOnce = size() == 0 && running.runs() + rows.size() <= machine.lanes();
        if (!beginsAtOnce) {
            admit(submission, machine, running, nowNanos);
        }
        makeRoom(submission.tier(), rows.size());
        rows.forEach(tiers.of(submission.tier())::add);
    }

    private void admit(Submission submission, Machine machine, Running running, long nowNanos) {
        boolean idle = size() == 0 && running.runs() == 0;
        try {
            new Admission(tiers, machine, running.remainingNanos(), caution, nowNanos)
                    .admit(submission, submission.rows())
                    .forEach(this::shed);
        } catch (InferenceException refused) {
            boolean tried = idle && (isGuess(submission, machine) || ++refusedWhileIdle % TRIED_OF_REFUSED == 0);
            if (!tried) {
                throw refused;
            }
        }
    }

    /** Whether nothing like it has been run, so that what it will take is told by runs that are not like it. */
    private static boolean isGuess(Submission submission, Machine machine) {
        return submission.rows().stream().map(Row::shape).anyMatch(shape -> !machine.times()
                .isKnown(shape.rows(), shape.elements()));
    }

    private void requireRoom(LatencyTier tier, int newcomers) {
        int waiting = size();
        if (waiting - Tiers.size(tiers.lessUrgentThan(tier)) + newcomers > capacityInRows) {
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL,
                    "the queue is full: " + waiting + " of " + capacityInRows + " rows wait, " + newcomers
                            + " more do not fit",
                    Admission.LEAST_RETRY);
        }
    }

    /** Of less urgent tiers those with the latest deadlines make room. */
    private void makeRoom(LatencyTier tier, int newcomers) {
        for (TierQueue queue : tiers.lessUrgentThan(tier).reversed()) {
            while (!queue.isEmpty() && size() + newcomers > capacityInRows) {
                shed(queue.last().submission());
            }
        }
    }

    private void shed(Submission submission) {
        remove(submission);
        submission.shed();
    }

    /** Forgets what is left of a submission that nobody waits for. */
    void remove(Submission submission) {
        tiers.of(submission.tier()).remove(submission);
    }

    /** Settles and forgets those whose deadline has passed; gives the earliest of the others, if any. */
    Optional<Deadline> expire(long nowNanos) {
        return tiers.expire(nowNanos);
    }

    /** What a free lane should run now, if anything. */
    Optional<Batch> next(Machine machine, Running running, long nowNanos) {
        int freeLanes = Math.max(1, machine.lanes() - running.runs());
        for (Optional<TierQueue> turn = tiers.takeTurn(); turn.isPresent(); turn = tiers.takeTurn()) {
            TierQueue tier = turn.get();
            Row first = tier.pollFirst();
            if (isWanted(first, nowNanos)) {
                Batch batch = grown(first, tier, machine, freeLanes, longestNanos(first, nowNanos), nowNanos);
                aloneInTurn = running.runs() == 0 && size() == 0 ? aloneInTurn + 1 : 0;
                return Optional.of(aloneInTurn > LONELY ? batch.withNobodyBeside() : batch);
            }
        }
        return Optional.empty();
    }

    /** Drops what has expired, what nobody waits for, and, while others wait, what cannot be in time any more. */
    private boolean isWanted(Row row, long nowNanos) {
        Submission submission = row.submission();
        if (submission.isSettled()) {
            return false;
        }
        if (row.index() == 0) { // the forecast is of the first, and the others wait for it
            caution.learn(submission.forecastNanos(), nowNanos - submission.acceptedNanos());
        }
        long remaining = row.deadline().remainingNanos(nowNanos);
        if (remaining <= 0) {
            submission.fail(submission.expired());
            return false;
        }
        int siblings = submission.rows().size() - 1 - row.index();
        if (remaining < row.neededNanos() && size() > siblings) {
            shed(submission);
            return false;
        }
        return true;
    }

    /**
     * What rows may share a run for, which cannot be interrupted. While callers are about who wait for their answers, a run that nobody
     * waits for takes about as long as one of theirs.
     */
    private double longestNanos(Row first, long nowNanos) {
        if (first.submission().tier() != LatencyTier.BATCH) {
            return LONGEST_NANOS;
        }
        double longest = LONGEST_NANOS;
        for (TierQueue more : tiers.moreUrgentThan(LatencyTier.BATCH)) {
            longest = Math.min(longest, more.isAbout(nowNanos) ? COURTEOUS * more.latestAloneNanos() : longest);
        }
        return longest;
    }

    private static Batch grown(
            Row first, TierQueue tier, Machine machine, int freeLanes, double longestNanos, long nowNanos) {
        int most = Math.min(machine.maxBatchRows(), share(tier.size() + 1, freeLanes, first, machine.times()));
        Batch batch = new Batch(first, machine.times(), machine.maxBatchRows(), longestNanos, nowNanos);
        if (most > 1) {
            tier.offerEach(
                    row -> batch.size() < most && !row.submission().isSettled() && batch.offer(row), LOOK_AHEAD * most);
            batch.trim().forEach(tier::add);
        }
        return batch;
    }

    /**
     * How many of the rows that wait one lane should take: as many as leave the other free lanes theirs, or all of them, where
     * side by side would hardly end sooner, and cost the processors' time twice.
     */
    private static int share(int waiting, int freeLanes, Row row, BatchTimes times) {
        int fair = (waiting + freeLanes - 1) / freeLanes;
        long elements = row.shape().elements();
        boolean known = times.isKnown(waiting, elements) && times.isKnown(fair, elements);
        boolean sooner = times.expectedNanos(fair, elements) < SOONER * times.expectedNanos(waiting, elements);
        return known && !sooner ? waiting : fair;
    }

    /** That run is over. */
    void ended(Batch batch, long nowNanos) {
        anticipation.ended(batch, nowNanos);
    }

    /** For how long a free lane should wait for somebody more urgent or for company, as far as the most urgent row allows it. */
    long holdNanos(Machine machine, Running running, long nowNanos) {
        return tiers.first()
                .map(row -> Math.min(
                        Math.max(companyNanos(row, machine, nowNanos), callerNanos(row, machine, running, nowNanos)),
                        row.deadline().remainingNanos(nowNanos) - (long) (2 * row.aloneNanos())))
                .filter(nanos -> nanos > 0)
                .orElse(0L);
    }

    private long companyNanos(Row first, Machine machine, long nowNanos) {
        boolean full = size() >= machine.maxBatchRows();
        return maxDelay.isZero() || full
                ? 0
                : maxDelay.toNanos() - (nowNanos - first.submission().acceptedNanos());
    }

    private long callerNanos(Row first, Machine machine, Running running, long nowNanos) {
        boolean backlog = first.submission().tier() == LatencyTier.BATCH;
        // Of one lane alone a backlog would get nothing.
        boolean lastOfSeveral = running.runs() > 0 && running.runs() == machine.lanes() - 1;
        return backlog && lastOfSeveral ? anticipation.leftNanos(nowNanos) : 0;
    }
}
