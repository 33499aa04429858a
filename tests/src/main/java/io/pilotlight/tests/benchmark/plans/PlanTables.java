package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.tests.benchmark.report.MarkdownTable;

import java.util.ArrayList;
import java.util.List;

/** Contests between plans as tables. */
final class PlanTables {
    private static final String NOT_MEASURED = "–";

    private PlanTables() {}

    /**
     * One line for each subject and number of callers.
     *
     * @param contests between all contestants of these choices
     */
    static String everyPlan(List<PlanChoice> choices, List<PlanContest> contests) {
        List<String> plans = choices.stream()
                .flatMap(choice -> choice.candidates().stream())
                .map(PlanLabel::of)
                .distinct()
                .toList();
        List<String> header = new ArrayList<>(List.of("requests/s", "callers"));
        header.addAll(plans);
        header.addAll(List.of("chosen plan", "chosen", "chosen / best"));
        MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
        for (PlanChoice choice : choices) {
            contests.stream()
                    .filter(contest -> contest.subject().equals(choice.subject()))
                    .forEach(contest -> table.add(row(contest, choice, plans)));
        }
        return table.toString();
    }

    private static Object[] row(PlanContest contest, PlanChoice choice, List<String> plans) {
        List<Object> cells = new ArrayList<>(List.of(contest.subject().label(), contest.callers()));
        plans.forEach(plan -> cells.add(requestsPerSecond(contest, choice, plan)));
        LanePlan chosen = choice.chosen();
        cells.add(PlanLabel.of(chosen));
        cells.add(MarkdownTable.figure(contest.requestsPerSecond(chosen), 0));
        cells.add(MarkdownTable.percent(contest.speedup(chosen, contest.best())));
        return cells.toArray();
    }

    private static String requestsPerSecond(PlanContest contest, PlanChoice choice, String plan) {
        return choice.candidates().stream()
                .filter(candidate -> PlanLabel.of(candidate).equals(plan))
                .findFirst()
                .map(candidate -> MarkdownTable.figure(contest.requestsPerSecond(candidate), 0))
                .orElse(NOT_MEASURED);
    }

    /** One line for each number of callers. */
    static String batching(LanePlan unbatched, LanePlan batched, List<PlanContest> contests) {
        MarkdownTable table = new MarkdownTable(
                "callers",
                "unbatched, requests/s",
                "batched, requests/s",
                "batched / unbatched",
                "unbatched, p50 in ms",
                "batched, p50 in ms",
                "difference");
        for (PlanContest contest : contests) {
            table.add(
                    contest.callers(),
                    MarkdownTable.figure(contest.requestsPerSecond(unbatched), 0),
                    MarkdownTable.figure(contest.requestsPerSecond(batched), 0),
                    MarkdownTable.figure(contest.speedup(batched, unbatched), 2),
                    MarkdownTable.figure(contest.p50Millis(unbatched), 4),
                    MarkdownTable.figure(contest.p50Millis(batched), 4),
                    MarkdownTable.percent(contest.slowdown(batched, unbatched) - 1));
        }
        return table.toString();
    }
}
