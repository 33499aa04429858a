package io.pilotlight.engine.plan;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Request;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class PlannerTest {

    private static final SessionSettings NARROW = new SessionSettings(1, false, true);
    private static final SessionSettings WIDE = NARROW.withThreads(2, true);
    private static final LanePlan STANDARD = new LanePlan(2, NARROW, 1);

    /** Kept by a process that had another bound of batches. */
    private static final PlanFindings KNOWN =
            new PlanFindings(new LanePlan(2, NARROW, 256, Optional.of(WIDE)), List.of(), "found before", 0);

    private static final LanePlan KNOWN_HERE = new LanePlan(2, NARROW, 1, Optional.of(WIDE));
    private static final LaneSettings SETTINGS = new LaneSettings("paced", 1_000, BatchRule.ALONE, 2);
    private static final PlannerSettings SOON =
            new PlannerSettings(Duration.ZERO, Duration.ofHours(1), 3, Duration.ofHours(1));

    private final PacedSession first = new PacedSession(Duration.ofMillis(4));
    private final List<PacedSession> opened = new CopyOnWriteArrayList<>();
    private final BlockingQueue<PlanFindings> told = new LinkedBlockingQueue<>();
    private final AtomicBoolean othersAreBusy = new AtomicBoolean();
    private final SpareTime spareTime = new SpareTime(() -> othersAreBusy.get() ? -1 : Long.MAX_VALUE);
    private final Lanes lanes = new Lanes(SETTINGS, first, STANDARD, System::nanoTime);

    PlannerTest() {
        spareTime.watch(lanes);
    }

    @AfterEach
    void everySessionIsClosedOnce() {
        lanes.close();
        assertThat(first.closings()).isEqualTo(1);
        assertThat(opened).allSatisfy(session -> assertThat(session.closings()).isEqualTo(1));
    }

    private PacedSession open(SessionSettings settings) {
        PacedSession session = new PacedSession(Duration.ofMillis(settings.spinning() ? 1 : 4));
        opened.add(session);
        return session;
    }

    private Planner planner(Optional<PlanFindings> known, Duration total) {
        return planner(known, total, SOON);
    }

    private Planner planner(Optional<PlanFindings> known, Duration total, PlannerSettings settings) {
        SurveyBudget budget = new SurveyBudget(total, Duration.ofMillis(10), 2);
        return new Planner(
                "paced",
                lanes,
                spareTime,
                this::open,
                (standard, turnstile) -> new PlanSurvey(this::open, SETTINGS, standard, 2, budget, turnstile),
                settings,
                PacedSession.ROW,
                known,
                () -> true,
                told::add);
    }

    private void ask() {
        lanes.infer(new Request<>(
                List.of(PacedSession.ROW),
                LatencyTier.INTERACTIVE,
                Deadline.after(Duration.ofMinutes(1), System.nanoTime())));
    }

    @Test
    void hasTheLanesAdoptWhatItFound_andTellsAfterwards() throws InterruptedException {
        try (Planner planner = planner(Optional.empty(), Duration.ofSeconds(20))) {
            PlanFindings findings = told.poll(60, TimeUnit.SECONDS);
            assertThat(findings).isNotNull();
            assertThat(findings.chosen().lonely()).contains(WIDE);
            assertThat(lanes.plan()).isEqualTo(findings.chosen());
            ask();
            assertThat(planner).isNotNull();
        }
    }

    @Test
    void measuresAgain_untilTwoSurveysInTurnHaveChosenTheSame() throws InterruptedException {
        PlannerSettings often = new PlannerSettings(Duration.ZERO, Duration.ofMillis(10), 4, Duration.ofHours(1));
        try (Planner planner = planner(Optional.empty(), Duration.ofSeconds(20), often)) {
            PlanFindings first = told.poll(60, TimeUnit.SECONDS);
            assertThat(first.isSettled()).as("by one survey alone").isFalse();
            PlanFindings second = told.poll(60, TimeUnit.SECONDS);
            assertThat(second.chosen()).isEqualTo(first.chosen());
            assertThat(second.isSettled()).isTrue();
            assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
            assertThat(planner).isNotNull();
        }
    }

    @Test
    void measuresAgainWhatIsKnownOfOneSurveyAlone_andGivesUpWhatWasFoundWrongly() throws InterruptedException {
        PlanFindings doubted = PlanFindings.ofFirst(new LanePlan(2, NARROW, 1), List.of(), "no second session");
        try (Planner planner = planner(Optional.of(doubted), Duration.ofSeconds(20))) {
            PlanFindings found = told.poll(60, TimeUnit.SECONDS);
            assertThat(found.chosen().lonely()).contains(WIDE);
            assertThat(found.surveysLeft()).isEqualTo(doubted.surveysLeft() - 1);
            assertThat(planner).isNotNull();
        }
    }

    @Test
    void opensTheSecondSessionOfAPlanThatIsNotDoubted_andNothingElseOfIt_withoutMeasuring()
            throws InterruptedException {
        try (Planner planner = planner(Optional.of(KNOWN), Duration.ofSeconds(20))) {
            while (!lanes.plan().equals(KNOWN_HERE)) {
                Thread.onSpinWait();
            }
            assertThat(planner).isNotNull();
        }
        assertThat(opened).hasSize(1);
        assertThat(first.runs()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void endsInTheMiddleOfMeasuring() {
        Planner planner = planner(Optional.empty(), Duration.ofMinutes(1));
        while (first.runs() == 0) {
            Thread.onSpinWait();
        }
        planner.close();

        assertThat(told).isEmpty();
        assertThat(lanes.plan()).isEqualTo(STANDARD);
    }

    @Test
    void measuresNothing_butOpensASecondSession_whileOthersNeedTheProcessors() throws InterruptedException {
        othersAreBusy.set(true);
        try (Planner planner = planner(Optional.empty(), Duration.ofSeconds(20))) {
            try (Planner other = planner(Optional.of(KNOWN), Duration.ofSeconds(20))) {
                while (!lanes.plan().equals(KNOWN_HERE)) {
                    Thread.onSpinWait();
                }
                assertThat(other).isNotNull();
            }
            assertThat(first.runs()).isZero();
            othersAreBusy.set(false);
            assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(planner).isNotNull();
        }
    }

    @Test
    void measuresThoughOthersNeedTheProcessors_whereTheyNeverStop() throws InterruptedException {
        othersAreBusy.set(true);
        PlannerSettings impatient = new PlannerSettings(Duration.ZERO, Duration.ofHours(1), 3, Duration.ofMillis(200));
        try (Planner planner = planner(Optional.empty(), Duration.ofSeconds(20), impatient)) {
            assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(planner).isNotNull();
        }
    }

    @Test
    void waitsWhileAnotherModelIsMeasured() {
        assertThat(spareTime.take()).isTrue();
        Planner planner = planner(Optional.empty(), Duration.ofSeconds(20));
        assertThat(first.runs()).isZero();
        planner.close();

        assertThat(first.runs()).isZero();
        assertThat(spareTime.take())
                .as("it has taken nothing that is not its own")
                .isFalse();
        spareTime.giveBack();
    }
}
