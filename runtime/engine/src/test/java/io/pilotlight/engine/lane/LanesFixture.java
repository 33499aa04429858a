package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.session.SessionSettings;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Lanes before a session that can be stopped, at a time that the test sets. */
abstract sealed class LanesFixture permits LanesTest, LanesAttemptsTest, LanesDroppedRowsTest, LanesClosingTest {

    /** The model stops at a gate for this number. */
    static final int BLOCKER = -1;

    final FakeClock clock = new FakeClock();
    final Gate gate = new Gate();

    Lanes lanes(FakeSession session, int lanes, int capacity) {
        return new Lanes(
                new LaneSettings("fake", capacity, BatchRule.ALONE, lanes),
                session,
                new LanePlan(lanes, new SessionSettings(1, false, true), 1),
                clock);
    }

    /** A session that gives each number times ten, and stops at the gate for {@link #BLOCKER}. */
    FakeSession timesTen() {
        return new FakeSession(number -> {
            if (number == BLOCKER) {
                gate.pass();
            }
            return number * 10;
        });
    }

    Deadline far() {
        return clock.in(Duration.ofHours(1));
    }

    /** Occupies the only lane until the gate opens. */
    Caller block(Lanes lanes) {
        Caller blocker = Caller.ask(lanes, Numbers.request(far(), BLOCKER));
        gate.awaitArrival();
        return blocker;
    }

    static void awaitQueued(Lanes lanes, int rows) {
        Await.until(rows + " rows wait", () -> lanes.queuedRows() == rows);
    }

    static ErrorCode code(Throwable failure) {
        assertThat(failure).isInstanceOf(InferenceException.class);
        return ((InferenceException) failure).code();
    }
}
