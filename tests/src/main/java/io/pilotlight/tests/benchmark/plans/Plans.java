package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.lane.Lanes;
import io.pilotlight.tests.benchmark.openloop.ClosedLoop;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine's lanes in this process: whether the plan that it chooses is the best that it could, what batching is worth, and
 * whether deadlines are kept when more arrives than can be answered.
 */
public final class Plans {
    private static final List<Integer> CALLERS = List.of(1, 8, 32);
    private static final int WARM_UP_CALLERS = 8;

    private final Subjects subjects;
    private final Effort effort;
    private final PrintStream out;

    public Plans(Effort effort, PrintStream out) throws IOException {
        Progress.say("plans: preparing texts and transactions");
        this.subjects = Subjects.prepare();
        this.effort = effort;
        this.out = out;
    }

    public void run() throws InterruptedException {
        List<PlanChoice> choices = new ArrayList<>();
        for (Subject subject : subjects.all()) {
            warmUp(subject);
            Progress.say("plans: the engine's surveys of %s".formatted(subject.label()));
            choices.add(PlanChoice.of(subject));
        }
        compareAll(choices);
        compareBatching(PlanChoice.ofSubject(subjects.tabular(), choices));
        // Not of tabular: to make hundreds of thousands of arrivals a second takes the processors that are to be
        // measured.
        loadWithDeadlines(List.of(
                PlanChoice.ofSubject(subjects.shortTexts(), choices),
                PlanChoice.ofSubject(subjects.mixedTexts(), choices)));
    }

    /** Until this process's compilers have settled. */
    private void warmUp(Subject subject) throws InterruptedException {
        Progress.say("plans: warming up, %s".formatted(subject.label()));
        try (Lanes lanes = PlannedLanes.start(subject, subject.standard(Machine.cores()))) {
            new ClosedLoop(subject.requests(), WARM_UP_CALLERS, Duration.ZERO, effort.serverWarmUp()).run(lanes);
        }
    }

    private void compareAll(List<PlanChoice> choices) throws InterruptedException {
        OthersCpu others = new OthersCpu();
        List<PlanContest> contests = new ArrayList<>();
        for (PlanChoice choice : choices) {
            contests.addAll(contests(choice.subject(), choice.contestants()));
        }
        out.printf("### Every plan against the chosen one%n%n");
        out.printf(
                "Requests to the engine's lanes in this process, tokenized before, by callers that each wait for an answer; medians of %s, in each of which every plan had its turn, in shuffled order. Plans are lanes × threads of each; the best is that of the highest median, the percentage the median of the rounds' ratios, which may exceed 100. Others used %s of the processors meanwhile.%n%n",
                rounds(), others.soFar());
        out.println(PlanTables.everyPlan(choices, contests));
        out.printf("Why the engine chose them:%n%n");
        for (PlanChoice choice : choices) {
            out.printf("- %s: %s%n", choice.subject().label(), choice.findings().reason());
        }
        out.println();
    }

    private void compareBatching(PlanChoice choice) throws InterruptedException {
        OthersCpu others = new OthersCpu();
        LanePlan unbatched = choice.chosenUnbatched();
        List<PlanContest> contests = contests(choice.subject(), List.of(unbatched, choice.chosen()));
        out.printf("### Batching%n%n");
        out.printf(
                "Requests of %s by the chosen plan, each row alone and with rows of several callers in one run; medians of %s, in each of which both had their turn, and of the rounds' ratios. The p50 of one caller is a lonely request's. Others used %s of the processors meanwhile.%n%n",
                choice.subject().label(), rounds(), others.soFar());
        out.println(PlanTables.batching(unbatched, choice.chosen(), contests));
    }

    private List<PlanContest> contests(Subject subject, List<LanePlan> plans) throws InterruptedException {
        List<PlanContest> contests = new ArrayList<>();
        for (int callers : CALLERS) {
            Progress.say("plans: %s, %d callers, %d plans".formatted(subject.label(), callers, plans.size()));
            contests.add(PlanContest.measure(subject, callers, plans, effort));
        }
        return contests;
    }

    private String rounds() {
        return "%d rounds of %.1f s"
                .formatted(effort.planRounds(), effort.surveyRound().toMillis() / 1e3);
    }

    private void loadWithDeadlines(List<PlanChoice> choices) throws InterruptedException {
        OthersCpu others = new OthersCpu();
        List<DeadlineFigures> subjects = new ArrayList<>();
        for (PlanChoice choice : choices) {
            subjects.add(DeadlineLoad.measure(choice.subject(), choice.chosen(), effort));
        }
        DeadlineChart.write(subjects);
        out.printf("### Load with deadlines%n%n");
        out.printf(
                "Requests that arrive by themselves (a Poisson process) at lanes of the chosen plan; %d rounds of %d s for each load, in shuffled order, after a round's own capacity (32 callers that wait) and bare call. Times count from the moment of arrival; the last column is what the load generator is late, which counts as the engine's. Others used %s of the processors meanwhile.%n%n",
                effort.pairs(), effort.round().toSeconds(), others.soFar());
        subjects.forEach(this::printBasis);
        out.println();
        out.println(DeadlineTable.of(subjects));
        out.printf("Drawn: %s%n%n", DeadlineChart.FILE);
    }

    private void printBasis(DeadlineFigures figures) {
        out.printf(
                "- %s: capacity %s/s, bare call %s ms, deadline after %d ms%n",
                figures.subject().label(),
                MarkdownTable.figure(figures.capacity(), 0),
                MarkdownTable.figure(figures.bareMillis(), 3),
                figures.deadline().toMillis());
    }
}
