package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Whether a newcomer can be promised an answer in time, from the work that precedes it and what such work took lately; and who
 * must give way to it. Nobody of its own tier must, whoever was promised an answer before keeps it; those of less urgent tiers
 * that cannot be in time any more are told so at once.
 */
final class Admission {

    static final Duration LEAST_RETRY = Duration.ofSeconds(1);

    /** Of the time that is left, what the answer may take: the rest is for its way back. */
    private static final double USABLE = 0.9;

    private final Tiers tiers;
    private final Machine machine;
    private final double runningNanos;
    private final Caution caution;
    private final long nowNanos;

    /**
     * At this moment.
     *
     * @param runningNanos what is left of the runs that have begun, all together
     * @param caution with which forecasts of waits are taken
     */
    Admission(Tiers tiers, Machine machine, double runningNanos, Caution caution, long nowNanos) {
        this.tiers = tiers;
        this.machine = machine;
        this.runningNanos = runningNanos;
        this.caution = caution;
        this.nowNanos = nowNanos;
    }

    /**
     * Lets the rows of a submission in, which then knows how long it will wait.
     *
     * @return those who must give way
     * @throws InferenceException {@code QUEUE_FULL}, saying when the answer would come; {@code DEADLINE_EXPIRED_IN_QUEUE} if it
     *     would come too late though nobody waited, so that no later try fares better
     */
    List<Submission> admit(Submission submission, List<Row> rows) {
        TierQueue own = tiers.of(submission.tier());
        SortedSet<Row> behind = own.behind(rows.getFirst());
        double behindNanos = work(behind);
        double preceding = runningNanos + own.workNanos() - behindNanos;
        for (TierQueue more : tiers.moreUrgentThan(submission.tier())) {
            preceding += more.workNanos();
        }
        double added = work(rows);
        requireInTime(submission, preceding, added, rows.getLast());
        requireNobodyLate(behind, preceding, added);
        submission.foresee(wait(preceding));
        return late(tiers.lessUrgentThan(submission.tier()), preceding + added + behindNanos);
    }

    private static double work(Iterable<Row> rows) {
        double nanos = 0;
        for (Row row : rows) {
            nanos += row.shareNanos();
        }
        return nanos;
    }

    private double wait(double precedingNanos) {
        return precedingNanos / machine.lanes();
    }

    private void requireInTime(Submission submission, double precedingNanos, double addedNanos, Row last) {
        long remaining = submission.deadline().remainingNanos(nowNanos);
        double own = wait(addedNanos - last.shareNanos()) + last.neededNanos();
        if (own > USABLE * remaining) {
            throw new InferenceException(
                    ErrorCode.DEADLINE_EXPIRED_IN_QUEUE,
                    "the answer may take %.1f ms, the deadline is in %.1f ms".formatted(own / 1e6, remaining / 1e6));
        }
        double end = caution.boundNanos(wait(precedingNanos + addedNanos - last.shareNanos())) + last.neededNanos();
        if (end > USABLE * remaining) {
            long tooLong = (long) end - remaining;
            throw InferenceException.retryLater(
                    ErrorCode.QUEUE_FULL,
                    "the queue is too long: an answer would come in %.1f ms, the deadline is in %.1f ms"
                            .formatted(end / 1e6, remaining / 1e6),
                    Duration.ofNanos(Math.max(LEAST_RETRY.toNanos(), tooLong)));
        }
    }

    private void requireNobodyLate(Iterable<Row> behind, double precedingNanos, double addedNanos) {
        double before = precedingNanos;
        for (Row row : behind) {
            boolean inTime = wait(before) + row.neededNanos() <= row.deadline().remainingNanos(nowNanos);
            boolean still = wait(before + addedNanos) + row.neededNanos()
                    <= row.deadline().remainingNanos(nowNanos);
            if (inTime && !still) {
                throw InferenceException.retryLater(
                        ErrorCode.QUEUE_FULL,
                        "the queue is too long: with this request another would miss its deadline",
                        LEAST_RETRY);
            }
            before += row.shareNanos();
        }
    }

    private List<Submission> late(List<TierQueue> lessUrgent, double precedingNanos) {
        List<Submission> late = new ArrayList<>();
        double before = precedingNanos;
        for (TierQueue queue : lessUrgent) {
            for (Row row : queue.all()) {
                if (wait(before) + row.neededNanos() > row.deadline().remainingNanos(nowNanos)) {
                    late.add(row.submission());
                } else {
                    before += row.shareNanos();
                }
            }
        }
        return late;
    }
}
