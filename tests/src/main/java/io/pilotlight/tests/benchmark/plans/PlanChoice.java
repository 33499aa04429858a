package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.plan.PlanFindings;
import io.pilotlight.engine.plan.PlanSurvey;
import io.pilotlight.engine.plan.SurveyBudget;
import io.pilotlight.engine.plan.Turnstile;
import io.pilotlight.engine.session.Session;
import io.pilotlight.tests.benchmark.report.Machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the engine can choose for a subject, and what it does choose here: by its own surveys, while nothing else runs.
 *
 * @param candidates every plan that it compares, with batches and without
 * @param findings of the last of its surveys, which two agree upon if they do
 */
record PlanChoice(Subject subject, List<LanePlan> candidates, PlanFindings findings) {
    private static final SurveyBudget BUDGET = SurveyBudget.of(Duration.ofSeconds(10));

    static PlanChoice of(Subject subject) {
        int cores = Machine.cores();
        LanePlan standard = subject.standard(cores);
        boolean batched = standard.maxBatchRows() > 1;
        List<LanePlan> candidates = PlanSurvey.candidates(standard, cores, batched).stream()
                .flatMap(plan -> Stream.of(plan.withMaxBatchRows(1), plan))
                .distinct()
                .toList();
        return new PlanChoice(subject, candidates, survey(subject, standard, cores));
    }

    private static PlanFindings survey(Subject subject, LanePlan standard, int cores) {
        PlanFindings findings = surveyOnce(subject, standard, cores);
        while (!findings.isSettled()) {
            LanePlan crowd = findings.chosen().withLonely(Optional.empty());
            findings = surveyOnce(subject, crowd, cores).after(findings);
        }
        return findings;
    }

    private static PlanFindings surveyOnce(Subject subject, LanePlan standard, int cores) {
        try (Session session = subject.open(standard.session())) {
            return new PlanSurvey(
                            subject::open,
                            PlannedLanes.settings(subject, session, standard),
                            standard,
                            cores,
                            BUDGET,
                            new OpenTurnstile())
                    .run(session, subject.inputs().at(0), true)
                    .orElseThrow();
        }
    }

    static PlanChoice ofSubject(Subject subject, List<PlanChoice> choices) {
        return choices.stream()
                .filter(choice -> choice.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    LanePlan chosen() {
        return findings.chosen();
    }

    /** The chosen plan with every row alone. */
    LanePlan chosenUnbatched() {
        return chosen().withMaxBatchRows(1);
    }

    /** The candidates, and the chosen plan where a lonely row's session makes it none of them. */
    List<LanePlan> contestants() {
        return Stream.concat(candidates.stream(), Stream.of(chosen()))
                .distinct()
                .toList();
    }

    /** Nobody else is there. */
    private record OpenTurnstile() implements Turnstile {

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean awaitOpen() {
            return true;
        }
    }
}
