package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.lane.TimedSession;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;

import java.util.Optional;

/** Starts lanes as the engine does: with the crowd's session first, and a lonely row's by adoption. */
final class PlannedLanes {
    /** As functions have it unless they are told otherwise. */
    private static final int QUEUE_CAPACITY_IN_ROWS = 4096;

    private PlannedLanes() {}

    /** The caller's own; to be closed. */
    static Lanes start(Subject subject, LanePlan plan) {
        Session crowd = subject.open(plan.session());
        Lanes lanes = new Lanes(settings(subject, crowd, plan), crowd, plan, System::nanoTime);
        plan.lonely().ifPresent(wide -> adopt(lanes, subject, plan, wide));
        return lanes;
    }

    static LaneSettings settings(Subject subject, Session session, LanePlan plan) {
        return new LaneSettings(
                subject.label(), QUEUE_CAPACITY_IN_ROWS, subject.rule(session.signature()), plan.lanes());
    }

    private static void adopt(Lanes lanes, Subject subject, LanePlan plan, SessionSettings wide) {
        TimedSession lonely = new TimedSession(subject.open(wide));
        if (!lanes.adopt(plan, Optional.empty(), Optional.of(lonely))) {
            throw new IllegalStateException("lanes that nobody has called yet are idle, but did not adopt " + plan);
        }
    }
}
