package io.pilotlight.engine.lane;

import io.pilotlight.engine.session.SessionSettings;

/**
 * How a model uses the processors: how many rows run side by side, and on how many threads each. The default on a CPU is
 * narrow and side by side: two runs of one thread each beat one run of two threads by 40 % for a small transformer, and beat
 * batches as well; and nothing spins, since the lanes have work or sleep.
 *
 * @param lanes rows that run at the same time, at least 1
 * @param session what each run may use
 */
public record LanePlan(int lanes, SessionSettings session) {

    public LanePlan {
        if (lanes < 1) {
            throw new IllegalArgumentException("lane plan: expected at least 1 lane, got " + lanes);
        }
    }

    @Override
    public String toString() {
        return lanes + " lanes x " + session.intraOpThreads() + " intra-op threads, "
                + (session.spinning() ? "spinning" : "no spinning");
    }
}
