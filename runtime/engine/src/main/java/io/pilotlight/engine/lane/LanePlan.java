package io.pilotlight.engine.lane;

import io.pilotlight.engine.session.SessionSettings;

import java.util.Optional;

/**
 * How a model uses the processors: how many runs go side by side, on how many threads each, and how far rows are batched. The
 * default on a CPU is narrow and side by side: two runs of one thread each beat one run of two threads by 40 % for a small
 * transformer, and beat batches as well; and nothing spins, since the lanes have work or sleep.
 *
 * @param lanes runs at the same time, at least 1
 * @param session what each run may use
 * @param maxBatchRows rows in one run, where rows may share one, at least 1; how many are worth it is learnt
 * @param lonely a second session for a row that has nobody beside it, which may run wider than a crowd's; costs the memory of a
 *     session
 */
public record LanePlan(int lanes, SessionSettings session, int maxBatchRows, Optional<SessionSettings> lonely) {

    /** Beyond this no model that we know gains, and each row waits for all the others. */
    public static final int MAX_BATCH_ROWS = 256;

    public LanePlan {
        if (lanes < 1) {
            throw new IllegalArgumentException("lane plan: expected at least 1 lane, got " + lanes);
        }
        if (maxBatchRows < 1) {
            throw new IllegalArgumentException("lane plan: expected batches of at least 1 row, got " + maxBatchRows);
        }
    }

    /** Without a second session. */
    public LanePlan(int lanes, SessionSettings session, int maxBatchRows) {
        this(lanes, session, maxBatchRows, Optional.empty());
    }

    /** The same, with that second session or none. */
    public LanePlan withLonely(Optional<SessionSettings> other) {
        return new LanePlan(lanes, session, maxBatchRows, other);
    }

    /** The same, with another bound of batches. */
    public LanePlan withMaxBatchRows(int rows) {
        return new LanePlan(lanes, session, rows, lonely);
    }

    @Override
    public String toString() {
        return lanes + (lanes == 1 ? " lane" : " lanes") + " x " + session
                + (maxBatchRows == 1 ? "" : ", batches of up to " + maxBatchRows + " rows")
                + lonely.map(wide -> ", a lonely row on " + wide).orElse("");
    }
}
