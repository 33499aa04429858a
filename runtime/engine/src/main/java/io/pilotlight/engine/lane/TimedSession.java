package io.pilotlight.engine.lane;

import io.pilotlight.engine.batch.BatchTimes;
import io.pilotlight.engine.session.Session;

/**
 * A session and what its runs have taken.
 *
 * @param session closed by whoever owns this
 */
public record TimedSession(Session session, BatchTimes times) {

    /** Of which nothing is known yet. */
    public TimedSession(Session session) {
        this(session, new BatchTimes());
    }
}
