package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
final class LanesBatchingTest {

    private static final int BLOCKER = 1_000;
    private static final int FAULT = 13;

    /** Of length 3 among those of length 4. */
    private static final int BRIEF = 3;

    private static final SessionSettings NARROW = new SessionSettings(1, false, true);

    private final FakeClock clock = new FakeClock();
    private final Gate gate = new Gate();
    private final SummingSession session = new SummingSession(numbers -> {
        clock.advance(Duration.ofMillis(1)); // however many share it
        if (numbers.contains(BLOCKER)) {
            gate.pass();
        }
        if (numbers.contains(FAULT)) {
            throw new IllegalStateException("broken");
        }
    });

    private Lanes lanes(int lanes, Duration maxDelay) {
        return new Lanes(
                new LaneSettings("fake", 1_000, Rows.JOINED, maxDelay, 4),
                session,
                new LanePlan(lanes, NARROW, 8),
                clock);
    }

    private Deadline far() {
        return clock.in(Duration.ofHours(1));
    }

    private Caller ask(Lanes lanes, int number, int length) {
        return ask(lanes, far(), number, length);
    }

    private static Caller ask(Lanes lanes, Deadline deadline, int number, int length) {
        return Caller.ask(lanes, new Request<>(List.of(Rows.row(number, length)), LatencyTier.INTERACTIVE, deadline));
    }

    private static long sum(Caller caller) {
        return caller.response().results().getFirst().numeric("sum").longs().get(0);
    }

    private void learn(Lanes lanes) {
        for (int rows = 1; rows <= 8; rows *= 2) {
            for (int length = 1; length <= 4; length++) {
                for (int run = 0; run < 3; run++) {
                    lanes.times().observe(rows, length, Duration.ofMillis(1).toNanos());
                }
            }
        }
    }

    private Caller block(Lanes lanes) {
        Caller blocker = ask(lanes, BLOCKER, 1);
        gate.awaitArrival();
        return blocker;
    }

    private List<Caller> wait(Lanes lanes, int... numbers) {
        List<Caller> callers = new ArrayList<>();
        for (int number : numbers) {
            callers.add(ask(lanes, number, number == BRIEF ? 3 : 4));
            Await.until("it waits", () -> lanes.queuedRows() == callers.size());
        }
        return callers;
    }

    @Test
    void answersEachOfThoseWhoSharedARun() {
        try (Lanes lanes = lanes(1, Duration.ZERO)) {
            learn(lanes);
            block(lanes);
            List<Caller> callers = wait(lanes, 1, 2, 3, 4, 5);
            gate.open();
            assertThat(callers.stream().map(LanesBatchingTest::sum)).containsExactly(4L, 8L, 9L, 16L, 20L);
        }
        assertThat(session.begun()).containsExactly(List.of(BLOCKER), List.of(1, 2, 3, 4, 5));
    }

    @Test
    void learnsToShareRuns() {
        try (Lanes lanes = lanes(1, Duration.ZERO)) {
            ask(lanes, 0, 4).response();
            block(lanes);
            List<Caller> callers = wait(lanes, new int[60]);
            gate.open();
            callers.forEach(Caller::response);
        }
        assertThat(session.begun().stream().mapToInt(List::size).max()).hasValue(8);
    }

    @Test
    void failsOnlyTheFaultyOneOfThoseWhoSharedARun() {
        try (Lanes lanes = lanes(1, Duration.ZERO)) {
            learn(lanes);
            block(lanes);
            List<Caller> callers = wait(lanes, 1, FAULT, 2);
            gate.open();
            assertThat(sum(callers.get(0))).isEqualTo(4);
            assertThat(code(callers.get(1))).isEqualTo(ErrorCode.INTERNAL);
            assertThat(sum(callers.get(2))).isEqualTo(8);
        }
        assertThat(session.begun())
                .containsExactly(List.of(BLOCKER), List.of(1, FAULT, 2), List.of(1), List.of(FAULT), List.of(2));
    }

    private static ErrorCode code(Caller caller) {
        assertThat(caller.failure()).isInstanceOf(InferenceException.class);
        return ((InferenceException) caller.failure()).code();
    }

    @Test
    void goesOverToAnotherPlanOnlyWhenIdleAndClosesWhatIsReplacedOnce() {
        SummingSession next = new SummingSession(numbers -> {});
        SummingSession wide = new SummingSession(numbers -> {});
        LanePlan plan = new LanePlan(2, NARROW, 4, Optional.of(NARROW));
        Lanes lanes = lanes(1, Duration.ZERO);
        try (lanes) {
            Caller blocker = block(lanes);
            assertThat(adopt(lanes, plan, next, wide)).as("something runs").isFalse();
            assertThat(lanes.plan().lanes()).isEqualTo(1);
            gate.open();
            blocker.response();
            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            assertThat(adopt(lanes, new LanePlan(5, NARROW, 4), next, wide))
                    .as("too many lanes")
                    .isFalse();
            assertThat(session.closings()).isZero();

            assertThat(adopt(lanes, plan, next, wide)).isTrue();
            assertThat(lanes.plan()).isEqualTo(plan);
            assertThat(session.closings()).isEqualTo(1);
            assertThat(sum(ask(lanes, 7, 3))).isEqualTo(21);

            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            assertThat(lanes.adopt(new LanePlan(1, NARROW, 4), Optional.empty(), Optional.empty()))
                    .isTrue();
            assertThat(next.closings()).as("it goes on").isZero();
            assertThat(wide.closings()).isEqualTo(1);
            assertThat(sum(ask(lanes, 8, 3))).isEqualTo(24);
        }
        assertThat(adopt(lanes, plan, next, wide)).as("it is closed").isFalse();
        for (SummingSession each : List.of(session, next, wide)) {
            assertThat(each.closings()).isEqualTo(1);
            assertThat(each.runsThatMissedIt()).isZero();
        }
    }

    private static boolean adopt(Lanes lanes, LanePlan plan, SummingSession crowd, SummingSession lonely) {
        return lanes.adopt(plan, Optional.of(new TimedSession(crowd)), Optional.of(new TimedSession(lonely)));
    }

    /** So many rows without company that the next one is taken for lonely. */
    private void beLonely(Lanes lanes) {
        for (int run = 0; run < 8; run++) {
            ask(lanes, 9, 1).response();
            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
        }
    }

    @Test
    void runsOnlyLonelyRowsWideAndOnlyWhereThatIsNotClearlySlower() {
        SummingSession wide = new SummingSession(numbers -> {});
        TimedSession timed = new TimedSession(wide);
        try (Lanes lanes = lanes(2, Duration.ZERO)) {
            learn(lanes);
            assertThat(lanes.adopt(lanes.plan(), Optional.empty(), Optional.of(timed)))
                    .isTrue();
            beLonely(lanes);
            ask(lanes, 1, 1).response();
            assertThat(wide.begun()).as("it may be faster").endsWith(List.of(1));

            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            for (int run = 0; run < 15; run++) {
                timed.times().observe(1, 4, Duration.ofMillis(2).toNanos());
                timed.times().observe(1, 1, 1);
            }
            ask(lanes, 4, 4).response();
            assertThat(wide.begun()).as("it is slower for long ones").doesNotContain(List.of(4));

            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            Caller blocker = ask(lanes, BLOCKER, 4);
            gate.awaitArrival();
            ask(lanes, 2, 1).response();
            assertThat(wide.begun()).as("somebody runs beside it").doesNotContain(List.of(2));
            gate.open();
            blocker.response();

            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            ask(lanes, 3, 1).response();
            assertThat(wide.begun()).as("somebody has come a moment ago").doesNotContain(List.of(3));
            Await.until("it is idle", () -> lanes.idleNanos() >= 0);
            beLonely(lanes);
            ask(lanes, 5, 1).response();
            assertThat(wide.begun()).endsWith(List.of(5));
        }
    }

    @Test
    void holdsARowForCompany() {
        try (Lanes lanes = lanes(1, Duration.ofMinutes(30))) {
            learn(lanes);
            List<Caller> callers = wait(lanes, 1, 2, 3, 4, 5, 6, 7);
            assertThat(session.begun()).isEmpty();
            callers.add(ask(lanes, 8, 4));
            callers.forEach(Caller::response);
        }
        assertThat(session.begun()).containsExactly(List.of(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void holdsNothingForLongerThanItMayNorThanADeadlineAllows() {
        try (Lanes lanes = lanes(1, Duration.ofMillis(5))) {
            learn(lanes);
            assertThat(sum(ask(lanes, clock.in(Duration.ofMillis(1)), 1, 1)))
                    .as("no time for that")
                    .isEqualTo(1);
            Caller lonely = ask(lanes, 2, 1);
            Await.until("it waits", () -> lanes.queuedRows() == 1);
            clock.advance(Duration.ofMillis(5));
            assertThat(sum(lonely)).isEqualTo(2);
        }
        assertThat(session.begun()).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void finishesWhatItHoldsBeforeItCloses() {
        Lanes lanes = lanes(1, Duration.ofMinutes(30));
        List<Caller> callers = wait(lanes, 1, 2);
        lanes.close();
        assertThat(callers.stream().map(LanesBatchingTest::sum)).containsExactly(4L, 8L);
    }
}
