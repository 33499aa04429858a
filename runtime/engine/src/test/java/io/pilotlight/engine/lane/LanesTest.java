package io.pilotlight.engine.lane;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Timing;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(120)
final class LanesTest extends LanesFixture {

    @Test
    void answersEveryItemInItsOrder() {
        try (Lanes lanes = lanes(timesTen(), 3, 64)) {
            assertThat(Numbers.numbers(lanes.infer(Numbers.request(far(), 5, 3, 9, 3, 0))))
                    .containsExactly(50, 30, 90, 30, 0);
        }
    }

    @Test
    void answersInItsOrderWhereTheFirstItemIsTheLastToEnd() {
        CountDownLatch others = new CountDownLatch(3);
        FakeSession session = new FakeSession(number -> {
            if (number == 1) {
                Await.until("the others end", () -> others.getCount() == 0);
            } else {
                others.countDown();
            }
            return number * 10;
        });
        try (Lanes lanes = lanes(session, 2, 64)) {
            assertThat(Numbers.numbers(lanes.infer(Numbers.request(far(), 1, 2, 3, 4))))
                    .containsExactly(10, 20, 30, 40);
        }
    }

    @Test
    void runsOnPlatformThreadsNamedForTheModel() {
        List<Thread> threads = new ArrayList<>();
        FakeSession session = new FakeSession(number -> {
            threads.add(Thread.currentThread());
            return number;
        });
        try (Lanes lanes = lanes(session, 1, 64)) {
            lanes.infer(Numbers.request(far(), 1));
        }
        assertThat(threads).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("lane-fake-0");
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.isDaemon()).isTrue();
        });
    }

    @Test
    void givesALonelyCallersRowsToTheLaneThatHasJustRun() {
        CyclicBarrier all = new CyclicBarrier(3);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        FakeSession session = new FakeSession(number -> {
            if (number == BLOCKER) {
                Await.at(all);
            }
            threads.add(Thread.currentThread());
            return number;
        });
        try (Lanes lanes = lanes(session, 3, 64)) {
            lanes.infer(Numbers.request(far(), BLOCKER, BLOCKER, BLOCKER));
            for (int number = 0; number < 20; number++) {
                Await.until("all lanes wait", () -> threads.stream()
                        .allMatch(lane -> lane.getState() == Thread.State.WAITING));
                lanes.infer(Numbers.request(far(), number));
            }
        }
        assertThat(threads.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(threads.subList(3, 23)).containsOnly(threads.get(3));
    }

    @Test
    void computesTheEarliestDeadlineFirst() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 64)) {
            block(lanes);
            List<Caller> callers = new ArrayList<>();
            for (int minutes : new int[] {30, 10, 20}) {
                callers.add(Caller.ask(lanes, Numbers.request(clock.in(Duration.ofMinutes(minutes)), minutes)));
                awaitQueued(lanes, callers.size());
            }
            gate.open();
            assertThat(callers.stream().map(Caller::answer)).containsExactly(List.of(300), List.of(100), List.of(200));
            assertThat(session.begun()).containsExactly(BLOCKER, 10, 20, 30);
        }
    }

    @Test
    void tellsTheTimeInTheQueueFromTheTimeOfTheRun() {
        FakeSession session = new FakeSession(number -> {
            if (number == BLOCKER) {
                gate.pass();
            } else {
                clock.advance(Duration.ofNanos(25));
            }
            return number;
        });
        try (Lanes lanes = lanes(session, 1, 64)) {
            block(lanes);
            Caller caller = Caller.ask(lanes, Numbers.request(far(), 1, 2));
            awaitQueued(lanes, 2);
            clock.advance(Duration.ofNanos(40));
            gate.open();
            assertThat(caller.response().timing()).isEqualTo(new Timing(Duration.ofNanos(40), Duration.ofNanos(50)));
        }
    }

    @Test
    void passesTheSessionsRefusalOnAndGoesOn() {
        InferenceException refusal = InferenceException.mismatch("ids", "tensor `ids`: it is missing");
        FakeSession session = failingAt(13, () -> {
            throw refusal;
        });
        try (Lanes lanes = lanes(session, 1, 64)) {
            Caller failing = Caller.ask(lanes, Numbers.request(far(), 1, 13, 2));
            assertThat(failing.failure()).isSameAs(refusal);
            assertThat(Numbers.numbers(lanes.infer(Numbers.request(far(), 4)))).containsExactly(4);
        }
        assertThat(session.begun()).containsExactly(1, 13, 4);
    }

    @Test
    void survivesWhateverARunThrows() {
        List<Throwable> failures = List.of(
                new IllegalStateException("broken"),
                new StackOverflowError("too deep"),
                new OutOfMemoryError("too much"),
                new AssertionError("wrong"),
                new UnsatisfiedLinkError("no library"));
        FakeSession session = new FakeSession(number -> {
            if (number >= 0) {
                throwAny(failures.get(number));
            }
            return number;
        });
        try (Lanes lanes = lanes(session, 1, 64)) {
            for (int i = 0; i < failures.size(); i++) {
                Throwable cause = failures.get(i);
                Caller failing = Caller.ask(lanes, Numbers.request(far(), i, -2));
                assertThat(failing.failure())
                        .hasMessage("the model run failed: " + cause)
                        .hasCause(cause)
                        .satisfies(failure -> assertThat(code(failure)).isEqualTo(ErrorCode.INTERNAL));
                assertThat(Caller.ask(lanes, Numbers.request(far(), -3)).answer())
                        .containsExactly(-3);
            }
            assertThat(lanes.queuedRows()).isZero();
        }
        assertThat(session.begun()).doesNotContain(-2);
    }

    @Test
    void failsOneRequestAndNotItsNeighbours() {
        FakeSession session = failingAt(13, () -> {
            throw new IllegalStateException("broken");
        });
        try (Lanes lanes = lanes(session, 2, 1_000)) {
            List<Caller> good = new ArrayList<>();
            List<Caller> bad = new ArrayList<>();
            for (int i = 100; i < 200; i++) {
                good.add(Caller.ask(lanes, Numbers.request(far(), i, i + 1)));
                bad.add(Caller.ask(lanes, Numbers.request(far(), i, 13, 13)));
            }
            for (int i = 0; i < good.size(); i++) {
                assertThat(good.get(i).answer()).containsExactly(100 + i, 101 + i);
                assertThat(code(bad.get(i).failure())).isEqualTo(ErrorCode.INTERNAL);
            }
        }
    }

    private static FakeSession failingAt(int fault, Runnable failure) {
        return new FakeSession(number -> {
            if (number == fault) {
                failure.run();
            }
            return number;
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler takes it for unchecked
    private static <T extends Throwable> void throwAny(Throwable throwable) throws T {
        throw (T) throwable;
    }

    @Test
    void refusesAtOnceWhatDoesNotFitTheQueue() {
        FakeSession session = timesTen();
        try (Lanes lanes = lanes(session, 1, 2)) {
            block(lanes);
            Caller waiting = Caller.ask(lanes, Numbers.request(far(), 1));
            awaitQueued(lanes, 1);
            // On this very thread: were it to wait, the gate would never open.
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> lanes.infer(Numbers.request(far(), 2, 3)))
                    .satisfies(e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.QUEUE_FULL);
                        assertThat(e.retryAfter()).isPresent();
                    });
            assertThatExceptionOfType(InferenceException.class)
                    .isThrownBy(() -> lanes.infer(Numbers.request(far(), 4, 5, 6)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
            assertThat(lanes.queuedRows()).isEqualTo(1);
            gate.open();
            assertThat(waiting.answer()).containsExactly(10);
        }
        assertThat(session.begun()).containsExactly(BLOCKER, 1);
    }

    @Test
    void hasRoomAgainWhenACallerIsGone() {
        try (Lanes lanes = lanes(timesTen(), 1, 1)) {
            block(lanes);
            Caller gone = Caller.ask(lanes, Numbers.request(far(), 1));
            awaitQueued(lanes, 1);
            gone.interrupt();
            assertThat(gone.failure()).isInstanceOf(CancellationException.class);
            Caller next = Caller.ask(lanes, Numbers.request(far(), 2));
            awaitQueued(lanes, 1);
            gate.open();
            assertThat(next.answer()).containsExactly(20);
        }
    }

    @Test
    void runsAsManyRowsSideBySideAsThereAreLanes() {
        CyclicBarrier meeting = new CyclicBarrier(3);
        FakeSession session = new FakeSession(meetingAt(meeting));
        try (Lanes lanes = lanes(session, 3, 64)) {
            // Each run ends only when three are under way.
            assertThat(Numbers.numbers(lanes.infer(Numbers.request(far(), 1, 2, 3, 4, 5, 6))))
                    .containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThat(session.mostRunning()).isEqualTo(3);
    }

    private static IntUnaryOperator meetingAt(CyclicBarrier meeting) {
        return number -> {
            Await.at(meeting);
            return number;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void neverRunsMoreRowsAtOnceThanThereAreLanes(int count) {
        FakeSession session = new FakeSession(number -> number);
        try (Lanes lanes = lanes(session, count, 10_000)) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                callers.add(Caller.ask(lanes, Numbers.request(far(), i, i)));
            }
            callers.forEach(Caller::answer);
        }
        assertThat(session.begun()).hasSize(1_000);
        assertThat(session.mostRunning()).isBetween(1, count);
        assertThat(session.closings()).isEqualTo(1);
    }

    @Test
    void refusesToBeginWithoutALane() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LanePlan(0, new SessionSettings(1, false, true), 1))
                .withMessage("lane plan: expected at least 1 lane, got 0");
        assertThat(new LanePlan(2, new SessionSettings(3, false, true), 1))
                .hasToString("2 lanes x 3 threads, no spinning");
    }
}
