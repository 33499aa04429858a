package io.pilotlight.engine.plan;

import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions differ by factors here, so that no machine is too noisy to see it. */
@Timeout(120)
class PlanSurveyTest {

    private static final Duration SLOW = Duration.ofMillis(6);
    private static final Duration FAST = Duration.ofMillis(1);
    private static final SessionSettings NARROW = new SessionSettings(1, false, true);
    private static final LanePlan STANDARD = new LanePlan(2, NARROW, 1);
    private static final SurveyBudget BUDGET = new SurveyBudget(Duration.ofSeconds(20), Duration.ofMillis(15), 3);

    private final PacedSession shared = new PacedSession(SLOW);
    private final List<PacedSession> opened = new ArrayList<>();

    /** What a session is as fast as. */
    private interface Paces {
        Duration of(SessionSettings settings);
    }

    private static final Paces SLOWER_WIDE = settings -> settings.intraOpThreads() > 1 ? SLOW.multipliedBy(2) : SLOW;

    private Optional<PlanFindings> survey(Paces paces, boolean secondSession, Turnstile turnstile) {
        return survey(STANDARD, paces, secondSession, turnstile, BUDGET);
    }

    private Optional<PlanFindings> survey(
            LanePlan standard, Paces paces, boolean secondSession, Turnstile turnstile, SurveyBudget budget) {
        SessionSource sessions = settings -> {
            PacedSession session = new PacedSession(paces.of(settings));
            opened.add(session);
            return session;
        };
        LaneSettings lanes = new LaneSettings("paced", 1_000, BatchRule.ALONE, 2);
        return new PlanSurvey(sessions, lanes, standard, 2, budget, turnstile)
                .run(shared, PacedSession.ROW, secondSession);
    }

    private static final Turnstile ALWAYS_OPEN = new Gate(() -> true, () -> true);

    private record Gate(BooleanSupplier open, BooleanSupplier awaited) implements Turnstile {

        @Override
        public boolean isOpen() {
            return open.getAsBoolean();
        }

        @Override
        public boolean awaitOpen() {
            return awaited.getAsBoolean();
        }
    }

    private void assertThatAllIsGivenBack() {
        assertThat(opened).isNotEmpty().allSatisfy(session -> assertThat(session.closings())
                .isEqualTo(1));
        assertThat(shared.closings()).as("it serves on").isZero();
    }

    @Test
    void staysWithTheStandardPlan_whereNoneIsBetter() {
        PlanFindings findings = survey(SLOWER_WIDE, true, ALWAYS_OPEN).orElseThrow();

        assertThat(findings.chosen()).isEqualTo(STANDARD);
        assertThat(findings.measured()).hasSizeGreaterThan(1);
        assertThat(findings.measured().getFirst().plan()).isEqualTo(STANDARD);
        assertThat(findings.measured().getFirst().lonelyMillis()).isBetween(5.0, 60.0);
        assertThat(findings.reason()).contains("nothing was better");
        assertThatAllIsGivenBack();
    }

    @Test
    void givesALonelyRowASessionOfItsOwn_whereThatIsFaster_andACrowdIsNot() {
        PlanFindings findings = survey(settings -> settings.spinning() ? Duration.ofMillis(4) : SLOW, true, ALWAYS_OPEN)
                .orElseThrow();

        assertThat(findings.chosen().lanes()).isEqualTo(2);
        assertThat(findings.chosen().session()).isEqualTo(NARROW);
        assertThat(findings.chosen().lonely()).contains(NARROW.withThreads(2, true));
        assertThat(findings.reason()).contains("worth a second session");
        assertThatAllIsGivenBack();
    }

    @Test
    void givesNoLonelyRowASession_whereThereIsNoMemory() {
        PlanFindings findings = survey(settings -> settings.spinning() ? FAST : SLOW, false, ALWAYS_OPEN)
                .orElseThrow();

        assertThat(findings.chosen().lonely()).isEmpty();
        assertThat(findings.reason()).contains("no memory");
    }

    @Test
    void changesTheCrowdsPlan_whereAnotherIsClearlyBetter() {
        PlanFindings findings = survey(settings -> settings.intraOpThreads() == 2 ? FAST : SLOW, true, ALWAYS_OPEN)
                .orElseThrow();

        assertThat(findings.chosen().session()).isEqualTo(NARROW.withThreads(2, false));
        assertThat(findings.chosen().lanes()).isEqualTo(1);
        assertThat(findings.reason()).contains("times as many");
        assertThatAllIsGivenBack();
    }

    @Test
    void comparesTheWidestFirst_andSaysWhatItMissed_whereThereIsNotTimeForAll() {
        LanePlan batched = new LanePlan(2, NARROW, 256);
        SurveyBudget brief = new SurveyBudget(Duration.ofMillis(1), Duration.ofMillis(15), 3);

        PlanFindings findings = survey(batched, settings -> settings.spinning() ? FAST : SLOW, true, ALWAYS_OPEN, brief)
                .orElseThrow();

        assertThat(findings.measured())
                .extracting(one -> one.plan().session())
                .containsExactly(NARROW, NARROW.withThreads(2, true));
        assertThat(findings.chosen().lonely()).contains(NARROW.withThreads(2, true));
        assertThat(findings.reason())
                .endsWith("1 lane x 1 thread, batches of up to 256 rows could not be compared in time");
    }

    @Test
    void comparesNoLonelyRowsOfPlansWithTheSameSession_andTellsOfThem() {
        LanePlan batched = new LanePlan(2, NARROW, 256);

        PlanFindings findings =
                survey(batched, settings -> SLOW, true, ALWAYS_OPEN, BUDGET).orElseThrow();

        assertThat(findings.measured()).hasSize(4).allSatisfy(one -> {
            assertThat(one.lonelyMillis()).isPositive();
            assertThat(one.crowdPerSecond()).isPositive();
        });
        assertThat(findings.measured())
                .filteredOn(one -> one.plan().session().equals(NARROW))
                .as("the same session, the same run")
                .allSatisfy(one -> assertThat(one.lonelyGain()).isEqualTo(1));
    }

    @Test
    void repeatsATurnInWhichSomebodyNeededTheProcessors() {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger waits = new AtomicInteger();
        Turnstile busyNowAndThen = new Gate(() -> looks.incrementAndGet() % 50 != 0, () -> waits.incrementAndGet() > 0);
        PlanFindings findings = survey(SLOWER_WIDE, true, busyNowAndThen).orElseThrow();

        assertThat(findings.chosen()).isEqualTo(STANDARD);
        assertThat(looks.get()).isGreaterThan(50);
        int undisturbed = 4 * (findings.measured().size() - 1) * (BUDGET.rounds() + 1);
        assertThat(waits.get()).isGreaterThan(undisturbed);
    }

    @Test
    void doesNotTakeFromItsBudgetWhatItWaited() {
        AtomicInteger waits = new AtomicInteger();
        Turnstile busyForLong = new Gate(() -> true, () -> {
            if (waits.incrementAndGet() == 1) {
                LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            }
            return true;
        });
        SurveyBudget brief = new SurveyBudget(Duration.ofSeconds(5), Duration.ofMillis(15), 1);

        PlanFindings findings =
                survey(STANDARD, settings -> SLOW, true, busyForLong, brief).orElseThrow();

        assertThat(findings.measured()).hasSize(3);
    }

    @Test
    void findsNothing_whereItIsNotLetThrough() {
        Turnstile shut = new Gate(() -> false, () -> false);

        assertThat(survey(settings -> SLOW, true, shut)).isEmpty();
        assertThat(shared.runs()).isZero();
        assertThatAllIsGivenBack();
    }

    @Test
    void hasNothingToCompareOnOneCore() {
        assertThat(PlanSurvey.candidates(new LanePlan(1, NARROW, 1), 1, false)).hasSize(1);
        assertThat(PlanSurvey.candidates(new LanePlan(1, NARROW, 256), 1, true)).hasSize(1);
    }

    @Test
    void comparesFewerLanesToo_whereRowsShareRuns() {
        assertThat(PlanSurvey.candidates(new LanePlan(2, NARROW, 256), 2, true))
                .startsWith(new LanePlan(2, NARROW, 256), new LanePlan(1, NARROW, 256))
                .doesNotHaveDuplicates();
        assertThat(PlanSurvey.candidates(STANDARD, 2, false)).doesNotContain(new LanePlan(1, NARROW, 1));
    }
}
