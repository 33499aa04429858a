package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.tests.benchmark.report.Distribution;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * What became of the requests that arrived. Every time counts from the moment at which a request was to arrive, so
 * whatever delayed its start is part of its latency.
 *
 * @param inTime answered before their deadlines
 * @param late answered after them
 * @param missed accepted, and given up at their deadlines: before or after their work began
 * @param refused told that there is no room for them
 * @param failed gone wrong otherwise; unless there are none, the other figures are not worth quoting
 * @param firstFailure what went wrong first of those, or empty
 * @param answerMillis how long answers took, late ones included
 * @param refusalMillis how soon the refused were told
 * @param startDelayMillis how long after its arrival each request could begin: what the load generator, or a machine
 *     too busy to run it, adds to the other times
 * @param elapsed from the start until arrivals ended or the last answer in time came, whichever is later; not until
 *     the last late one, which is nobody's gain
 */
public record OpenLoopReport(
        long inTime,
        long late,
        Map<ErrorCode, Long> missed,
        Map<ErrorCode, Long> refused,
        long failed,
        String firstFailure,
        Distribution answerMillis,
        Distribution refusalMillis,
        Distribution startDelayMillis,
        Duration elapsed)
        implements Serializable {

    /** Requests that arrived. */
    public long offered() {
        return accepted() + sum(refused) + failed;
    }

    /** Requests that were let in: answered, in time or not, or given up at their deadlines. */
    public long accepted() {
        return inTime + late + sum(missed);
    }

    /** Answers in time per second. */
    public double goodput() {
        return inTime * 1e9 / elapsed.toNanos();
    }

    /** The fraction of the accepted that was answered in time; NaN if none was accepted. */
    public double hitRate() {
        return (double) inTime / accepted();
    }

    /** The fraction of the offered that was refused; NaN if none was offered. */
    public double refusedShare() {
        return (double) sum(refused) / offered();
    }

    private static long sum(Map<ErrorCode, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
