package io.pilotlight.tests.benchmark.bare;

import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.text.Workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every arrangement of bare calls, measured on this machine to find the best. The passes go through all of them in turn
 * and each arrangement's best counts: other work on the machine only ever takes away.
 */
public final class BareSurvey {
    private static final List<Workload> WORKLOADS = List.of(Workload.SHORT, Workload.LONG);

    private final Map<Cell, List<BareReport>> reports;

    private record Cell(Arrangement arrangement, Workload workload) {}

    private BareSurvey(Map<Cell, List<BareReport>> reports) {
        this.reports = reports;
    }

    static BareSurvey measure(BareCalls bare, Effort effort) {
        Map<Cell, List<BareReport>> reports = new LinkedHashMap<>();
        for (int pass = 1; pass <= effort.surveyPasses(); pass++) {
            Progress.say("bare calls in every arrangement, pass %d of %d".formatted(pass, effort.surveyPasses()));
            for (Arrangement arrangement : Arrangement.forCores(Machine.cores())) {
                for (Workload workload : WORKLOADS) {
                    reports.computeIfAbsent(new Cell(arrangement, workload), _ -> new ArrayList<>())
                            .add(bare.measure(arrangement, workload, effort.roundWarmUp(), effort.surveyRound()));
                }
            }
        }
        return new BareSurvey(reports);
    }

    /** The arrangement that embeds most texts, however many it takes at a time. */
    public Arrangement bestThroughput(Workload workload) {
        return bestThroughput(workload, Integer.MAX_VALUE);
    }

    /** The arrangement that embeds most texts of so many callers that each wait for an answer before they ask again. */
    public Arrangement bestThroughput(Workload workload, int callers) {
        return arrangements().stream()
                .filter(arrangement -> arrangement.suits(callers))
                .max(Comparator.comparingDouble(arrangement -> textsPerSecond(arrangement, workload)))
                .orElseThrow();
    }

    /** The arrangement that embeds one text soonest. */
    public Arrangement bestLonely(Workload workload) {
        return arrangements().stream()
                .filter(arrangement -> arrangement.suits(1))
                .min(Comparator.comparingDouble(arrangement -> callMillis(arrangement, workload)))
                .orElseThrow();
    }

    String table() {
        MarkdownTable table = new MarkdownTable(
                "lanes × intra-op threads", "short, texts/s", "short, ms a call", "long, texts/s", "long, ms a call");
        for (Arrangement arrangement : arrangements()) {
            table.add(
                    arrangement.label(),
                    MarkdownTable.figure(textsPerSecond(arrangement, Workload.SHORT), 0),
                    MarkdownTable.figure(callMillis(arrangement, Workload.SHORT), 2),
                    MarkdownTable.figure(textsPerSecond(arrangement, Workload.LONG), 0),
                    MarkdownTable.figure(callMillis(arrangement, Workload.LONG), 2));
        }
        return table.toString();
    }

    private List<Arrangement> arrangements() {
        return reports.keySet().stream().map(Cell::arrangement).distinct().toList();
    }

    private double textsPerSecond(Arrangement arrangement, Workload workload) {
        return reports(arrangement, workload).stream()
                .mapToDouble(BareReport::textsPerSecond)
                .max()
                .orElseThrow();
    }

    private double callMillis(Arrangement arrangement, Workload workload) {
        return reports(arrangement, workload).stream()
                .mapToDouble(report -> report.callMillis().median())
                .min()
                .orElseThrow();
    }

    private List<BareReport> reports(Arrangement arrangement, Workload workload) {
        return reports.getOrDefault(new Cell(arrangement, workload), List.of());
    }
}
