package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of rows and of the session when lanes are closed. */
@Timeout(120)
final class LanesClosingTest extends LanesFixture {

    @Test
    void finishesWhatWaitsBeforeItCloses() {
        FakeSession session = timesTen();
        Lanes lanes = lanes(session, 1, 64);
        Caller running = block(lanes);
        Caller waiting = Caller.ask(lanes, Numbers.request(far(), 1, 2));
        awaitQueued(lanes, 2);
        Thread closer = Thread.ofPlatform().start(lanes::close);
        Await.until("it waits for its lanes", () -> closer.getState() == Thread.State.WAITING);

        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> lanes.infer(Numbers.request(far(), 3)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DRAINING));
        assertThat(session.closings()).isZero();
        assertThat(running.hasOutcome()).isFalse();

        gate.open();
        assertThat(running.answer()).containsExactly(-10);
        assertThat(waiting.answer()).containsExactly(10, 20);
        Await.until("it has closed", () -> !closer.isAlive());
        assertThat(session.closings()).isEqualTo(1);
        assertThat(session.runsAtClosing()).isZero();
        assertThat(session.begun()).containsExactly(BLOCKER, 1, 2);
    }

    @Test
    void closesTheSessionOfIdleLanesOnce() {
        FakeSession session = timesTen();
        lanes(session, 4, 64).close();
        assertThat(session.closings()).isEqualTo(1);
        assertThat(session.begun()).isEmpty();
    }

    @Test
    void refusesAfterItHasClosed() {
        FakeSession session = timesTen();
        Lanes lanes = lanes(session, 1, 64);
        lanes.close();
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> lanes.infer(Numbers.request(far(), 3)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DRAINING));
        assertThat(session.begun()).isEmpty();
    }

    @Test
    void waitsForItsLanesEvenWhereTheClosingThreadIsInterrupted() {
        FakeSession session = timesTen();
        Lanes lanes = lanes(session, 1, 64);
        Caller running = block(lanes);
        AtomicInteger interrupted = new AtomicInteger();
        Thread closer = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            lanes.close();
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 2);
        });
        Await.until("it waits for its lanes", () -> closer.getState() == Thread.State.WAITING);
        assertThat(session.closings()).isZero();
        gate.open();
        Await.until("it has closed", () -> !closer.isAlive());
        assertThat(running.answer()).containsExactly(-10);
        assertThat(session.closings()).isEqualTo(1);
        assertThat(session.runsAtClosing()).isZero();
        assertThat(interrupted).hasValue(1);
    }
}
