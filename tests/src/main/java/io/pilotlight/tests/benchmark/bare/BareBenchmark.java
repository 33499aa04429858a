package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;

/** The bare calls alone: how much this machine can do with this model when nothing stands around it. */
public final class BareBenchmark {
    private final BareCalls bare;
    private final Effort effort;
    private final PrintStream out;

    public BareBenchmark(BareCalls bare, Effort effort, PrintStream out) {
        this.bare = bare;
        this.effort = effort;
        this.out = out;
    }

    /** Prints the table of arrangements, and returns what it found. */
    public BareSurvey run() {
        BareSurvey survey = BareSurvey.measure(bare, effort);
        out.println("### Bare ONNX Runtime calls\n");
        out.printf(
                "Text in, embedding out, tokenizing included; the best of %d rounds of %.1f s each.%n%n",
                effort.surveyPasses(), effort.surveyRound().toMillis() / 1e3);
        out.println(survey.table());
        for (Workload workload : new Workload[] {Workload.SHORT, Workload.LONG}) {
            Arrangement best = survey.bestThroughput(workload);
            BareReport report =
                    bare.measureWithoutTokenizing(best, workload, effort.roundWarmUp(), effort.surveyRound());
            out.printf(
                    "Best for %s texts: %s (%s texts/s without tokenizing); for one caller: %s.%n%n",
                    workload.label(),
                    best.label(),
                    MarkdownTable.figure(report.textsPerSecond(), 0),
                    survey.bestLonely(workload).label());
        }
        return survey;
    }
}
