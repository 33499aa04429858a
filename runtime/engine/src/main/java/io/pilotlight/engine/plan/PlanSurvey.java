package io.pilotlight.engine.plan;

import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.LaneSettings;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.engine.session.Session;
import io.pilotlight.engine.session.SessionSettings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares plans by having them answer: one caller after the other, and a crowd at once, through lanes of their own, so that
 * the hand-over between callers and lanes counts as well as the runs. Each plan takes turns with the standard one and is judged
 * by the median of its ratios to it: machines speed up and slow down, both plans with them. At most two sessions are open. The widest
 * plans come first: where a row takes so long that there is not time for all, they have most to gain.
 *
 * <p>Gives way: before each request it asks whether it may go on; where it may not, the turn is lost and repeated later.
 */
public final class PlanSurvey {

    /**
     * A crowd plan must be that much better than the standard one, or measurements may be the difference; and not slower than that was
     * at its best: it may have been compared with its worst.
     */
    private static final double CROWD_GAIN = 1.15;

    /**
     * What a session for lonely rows must be worth on the rows that are measured: it takes as much memory as the first. No more than that,
     * since longer rows gain more by it, since a virtual machine may have but one true core for the seconds that a survey takes, and since
     * rows that turn out slower that way in service do not go there.
     */
    private static final double LONELY_GAIN = 1.05;

    /** Below this it is the hand-over that takes a lonely row's time, not the run. */
    private static final double LONELY_MILLIS = 0.5;

    /** Fewer ratios have no median that could be trusted. */
    private static final int LEAST_ROUNDS = 3;

    private final SessionSource sessions;
    private final LaneSettings lanes;
    private final LanePlan standard;
    private final int cores;
    private final SurveyBudget budget;
    private final Turnstile turnstile;

    /**
     * Of a model.
     *
     * @param lanes as of the lanes that serve
     * @param standard what others are compared with
     */
    public PlanSurvey(
            SessionSource sessions,
            LaneSettings lanes,
            LanePlan standard,
            int cores,
            SurveyBudget budget,
            Turnstile turnstile) {
        this.sessions = sessions;
        this.lanes = lanes;
        this.standard = standard;
        this.cores = cores;
        this.budget = budget;
        this.turnstile = turnstile;
    }

    /**
     * Every plan worth comparing, the standard one first.
     *
     * @param batched whether rows may share runs: then fewer lanes may do more, since callers need processors too
     */
    public static List<LanePlan> candidates(LanePlan standard, int cores, boolean batched) {
        SessionSettings session = standard.session();
        Stream<LanePlan> others = Stream.of(
                        batched
                                ? Optional.of(plan(standard, 1, session.withThreads(1, false)))
                                : Optional.<LanePlan>empty(),
                        Optional.of(plan(standard, cores, session.withThreads(1, false))),
                        wide(standard, 1, cores, true),
                        wide(standard, 1, cores, false),
                        cores >= 4 ? wide(standard, cores / 2, 2, false) : Optional.<LanePlan>empty())
                .flatMap(Optional::stream);
        return Stream.concat(Stream.of(standard), others).distinct().toList();
    }

    private static Optional<LanePlan> wide(LanePlan standard, int lanes, int threads, boolean spinning) {
        return threads == 1
                ? Optional.empty()
                : Optional.of(plan(standard, lanes, standard.session().withThreads(threads, spinning)));
    }

    private static LanePlan plan(LanePlan standard, int lanes, SessionSettings session) {
        return new LanePlan(lanes, session, standard.maxBatchRows());
    }

    /**
     * Measures on rows like the given one.
     *
     * @param shared the session that serves, of the standard plan's settings; it is used and not closed
     * @param secondSession whether there is memory for a session of its own for lonely rows
     * @return empty if it was not let through for good
     */
    public Optional<PlanFindings> run(Session shared, Tensors row, boolean secondSession) {
        List<Compared> compared = new ArrayList<>();
        MeasuringTime time = new MeasuringTime(turnstile);
        long endNanos = time.nanos() + budget.total().toNanos();
        List<LanePlan> candidates = candidates(standard, cores, standard.maxBatchRows() > 1);
        List<LanePlan> others = widestFirst(candidates.subList(1, candidates.size()));
        for (int i = 0; i < others.size() && (i == 0 || time.nanos() - endNanos < 0); i++) {
            LanePlan plan = others.get(i);
            long now = time.nanos();
            long share = (endNanos - now) / (others.size() - i);
            boolean sameSession = plan.session().equals(standard.session());
            Session session = sameSession ? shared : sessions.open(plan.session());
            try (PlanComparison comparison = new PlanComparison(
                    lanes(shared, standard), lanes(session, plan), row, cores, budget.slice(), time)) {
                if (!measure(comparison, time, now + share)) {
                    return Optional.empty();
                }
                compared.add(new Compared(comparison.ofStandard(), comparison.ofOther()));
            } finally {
                if (!sameSession) {
                    session.close();
                }
            }
        }
        List<PlanMeasurement> measured = Stream.concat(
                        standardAtItsBest(compared).stream(), compared.stream().map(Compared::other))
                .sorted(Comparator.comparingInt(one -> candidates.indexOf(one.plan())))
                .toList();
        return Optional.of(choose(measured, others.subList(compared.size(), others.size()), secondSession));
    }

    /** A plan, and the standard one in the same moments. */
    private record Compared(PlanMeasurement standard, PlanMeasurement other) {}

    /** Of the standard plan's figures those with most answers for a crowd. */
    private static Optional<PlanMeasurement> standardAtItsBest(List<Compared> compared) {
        return compared.stream()
                .map(Compared::standard)
                .max(Comparator.comparingDouble(PlanMeasurement::crowdPerSecond));
    }

    private static List<LanePlan> widestFirst(List<LanePlan> plans) {
        return plans.stream()
                .sorted(Comparator.comparingInt(
                                (LanePlan plan) -> plan.session().intraOpThreads())
                        .reversed())
                .toList();
    }

    /** Some rounds, however long they take; false if it is not let through for good. */
    private boolean measure(PlanComparison comparison, MeasuringTime time, long endNanos) {
        boolean through = comparison.warmUp(endNanos);
        for (int round = 0; through && goesOn(round, endNanos - time.nanos()); round++) {
            through = comparison.takeTurns();
        }
        return through;
    }

    private boolean goesOn(int round, long leftNanos) {
        return round < Math.min(LEAST_ROUNDS, budget.rounds()) || (round < budget.rounds() && leftNanos > 0);
    }

    private Lanes lanes(Session session, LanePlan plan) {
        return new Lanes(lanes.named("plan-of-" + lanes.name()), new Borrowed(session), plan, System::nanoTime);
    }

    private PlanFindings choose(List<PlanMeasurement> measured, List<LanePlan> missed, boolean secondSession) {
        if (measured.isEmpty()) {
            return new PlanFindings(standard, measured, "there is no other plan for one core", 0);
        }
        PlanMeasurement standardOne = measured.getFirst();
        PlanMeasurement crowd = clearlyBest(
                measured.stream()
                        .filter(one -> !one.plan().session().spinning()
                                && one.crowdPerSecond() >= standardOne.crowdPerSecond())
                        .toList(),
                standardOne,
                CROWD_GAIN,
                PlanMeasurement::crowdGain);
        boolean matters = secondSession && standardOne.lonelyMillis() >= LONELY_MILLIS;
        Optional<PlanMeasurement> lonely = Optional.of(
                        clearlyBest(measured, crowd, LONELY_GAIN, PlanMeasurement::lonelyGain))
                .filter(one ->
                        matters && !one.plan().session().equals(crowd.plan().session()));
        LanePlan chosen = crowd.plan().withLonely(lonely.map(one -> one.plan().session()));
        String reason = reason(standardOne, crowd, lonely, secondSession);
        return PlanFindings.ofFirst(chosen, measured, missed.isEmpty() ? reason : reason + "; " + ofMissed(missed));
    }

    private static String ofMissed(List<LanePlan> missed) {
        return missed.stream().map(LanePlan::toString).collect(Collectors.joining(" and "))
                + " could not be compared in time";
    }

    /** In the order of candidates, which is from narrow to wide, each must be clearly better than the best before it. */
    private static PlanMeasurement clearlyBest(
            List<PlanMeasurement> measured,
            PlanMeasurement first,
            double clearly,
            ToDoubleFunction<PlanMeasurement> gain) {
        PlanMeasurement best = first;
        for (PlanMeasurement one : measured) {
            best = gain.applyAsDouble(one) >= clearly * gain.applyAsDouble(best) ? one : best;
        }
        return best;
    }

    private static String reason(
            PlanMeasurement standard, PlanMeasurement crowd, Optional<PlanMeasurement> lonely, boolean secondSession) {
        String ofCrowd = crowd.equals(standard)
                ? "for a crowd nothing was better than %s (%.0f/s)".formatted(crowd.plan(), crowd.crowdPerSecond())
                : "for a crowd %s answered %.2f times as many (%.0f/s) as %s"
                        .formatted(crowd.plan(), crowd.crowdGain(), crowd.crowdPerSecond(), standard.plan());
        String ofLonely = lonely.map(one -> "a lonely row is %.2f times as fast on %s (%.2f ms), worth a second session"
                        .formatted(
                                one.lonelyGain() / crowd.lonelyGain(),
                                one.plan().session(),
                                one.lonelyMillis()))
                .orElse(
                        secondSession
                                ? "no second session would make a lonely row much faster (%.2f ms)"
                                        .formatted(crowd.lonelyMillis())
                                : "there is no memory for a second session for lonely rows");
        return String.format(Locale.ROOT, "%s; %s", ofCrowd, ofLonely);
    }

    /** Somebody else's session. */
    private record Borrowed(Session session) implements Session {

        @Override
        public Signature signature() {
            return session.signature();
        }

        @Override
        public Tensors run(Tensors inputs) {
            return session.run(inputs);
        }

        @Override
        public void close() {
            // its owner does
        }
    }
}
