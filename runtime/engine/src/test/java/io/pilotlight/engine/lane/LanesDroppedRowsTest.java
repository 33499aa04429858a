package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Rows that nobody waits for any longer, since their time was over or their caller has gone, are not computed. */
@Timeout(120)
final class LanesDroppedRowsTest extends LanesFixture {

    @Test
    void refusesAnExpiredRequestAtOnceAndNeverComputesIt() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> lanes.infer(Numbers.request(clock.in(Duration.ZERO), 7)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE));
            assertThat(lanes.queuedRows()).isZero();
        }
        assertThat(session.begun()).isEmpty();
    }

    @Test
    void neverComputesARowThatExpiredInTheQueue() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            block(lanes);
            Caller expiring = Caller.ask(lanes, Numbers.request(clock.in(Duration.ofMinutes(5)), 7, 8));
            awaitQueued(lanes, 2);
            Caller patient = Caller.ask(lanes, Numbers.request(far(), 9));
            awaitQueued(lanes, 3);
            clock.advance(Duration.ofMinutes(5));
            gate.open();
            assertThat(code(expiring.failure())).isEqualTo(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE);
            assertThat(patient.answer()).containsExactly(90);
        }
        assertThat(session.begun()).containsExactly(BLOCKER, 9);
    }

    @Test
    void saysExceededWhereTheDeadlinePassesBetweenTwoRowsAndComputesNoMore() {
        FakeSession session = new FakeSession(number -> {
            clock.advance(Duration.ofMinutes(3));
            return number;
        });
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller caller = Caller.ask(lanes, Numbers.request(clock.in(Duration.ofMinutes(5)), 1, 2, 3));
            assertThat(code(caller.failure())).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        }
        assertThat(session.begun()).containsExactly(1, 2);
    }

    @Test
    void dropsTheWaitingRowsOfARequestThatTimedOut() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller blocker = block(lanes);
            // The clock stands still, so only a sleep that lasts for the remaining time can end this, a millisecond
            // from now.
            Caller impatient = Caller.ask(lanes, Numbers.request(clock.in(Duration.ofMillis(1)), 7, 8));
            assertThat(code(impatient.failure())).isEqualTo(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE);
            assertThat(lanes.queuedRows()).isZero();
            gate.open();
            assertThat(blocker.answer()).containsExactly(-10);
        }
        assertThat(session.begun()).containsExactly(BLOCKER);
    }

    @Test
    void dropsTheWaitingRowsOfACallerWhoWasInterrupted() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller blocker = block(lanes);
            Caller gone = Caller.ask(lanes, Numbers.request(far(), 7, 8));
            awaitQueued(lanes, 2);
            gone.interrupt();
            assertThat(gone.failure()).isInstanceOf(CancellationException.class);
            assertThat(gone.wasInterrupted()).isTrue();
            assertThat(lanes.queuedRows()).isZero();
            gate.open();
            assertThat(blocker.answer()).containsExactly(-10);
        }
        assertThat(session.begun()).containsExactly(BLOCKER);
    }

    @Test
    void dropsTheWaitingRowsOfACallerWhoWasInterruptedDuringARun() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller gone = Caller.ask(lanes, Numbers.request(far(), BLOCKER, 7, 8));
            gate.awaitArrival();
            awaitQueued(lanes, 2);
            gone.interrupt();
            assertThat(gone.failure()).isInstanceOf(CancellationException.class);
            assertThat(lanes.queuedRows()).isZero();
            gate.open();
            assertThat(Numbers.numbers(lanes.infer(Numbers.request(far(), 9)))).containsExactly(90);
        }
        assertThat(session.begun()).containsExactly(BLOCKER, 9);
    }
}
