package io.pilotlight.tests.benchmark.throughput;

import io.pilotlight.tests.benchmark.bare.Arrangement;
import io.pilotlight.tests.benchmark.bare.BareCalls;
import io.pilotlight.tests.benchmark.bare.BareReport;
import io.pilotlight.tests.benchmark.bare.BareSurvey;
import io.pilotlight.tests.benchmark.load.AnswerCheck;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of the best that bare calls can do is left over HTTP, with all features on. Rounds of bare calls and of the
 * server alternate, each idle while the other works, and the median of the rounds' ratios counts: the machine may be
 * faster in one minute than in the next, but hardly within one round.
 */
public final class Throughput {
    private static final List<Integer> CALLERS = List.of(1, 8, 32);
    private static final List<Workload> WORKLOADS = List.of(Workload.SHORT, Workload.LONG);
    private static final int WARM_UP_CALLERS = 8;

    private final BareCalls bare;
    private final AnswerCheck answers;
    private final BareSurvey survey;
    private final Callers callers;
    private final BenchmarkOptions options;
    private final PrintStream out;

    public Throughput(BareCalls bare, BareSurvey survey, Callers callers, BenchmarkOptions options, PrintStream out) {
        this.bare = bare;
        this.answers = new AnswerCheck(bare);
        this.survey = survey;
        this.callers = callers;
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        List<Cell> cells = new ArrayList<>();
        for (FunctionBuild build : options.servers(MeasuredFunction.EMBED)) {
            try (ServerProcess server = ServerProcess.startPlanned(build, "throughput", Map.of())) {
                Progress.say("warming up the %s server".formatted(build.label()));
                answers.check(
                        callers.callFor(options.effort().serverWarmUp(), WARM_UP_CALLERS, Workload.MIXED, server));
                for (Workload workload : WORKLOADS) {
                    for (int count : CALLERS) {
                        cells.add(measure(server, workload, count));
                    }
                }
            }
        }
        print(cells);
    }

    private Cell measure(ServerProcess server, Workload workload, int count) {
        Progress.say("throughput: %s server, %s texts, %d callers"
                .formatted(server.build().label(), workload.label(), count));
        Arrangement best = count == 1 ? survey.bestLonely(workload) : survey.bestThroughput(workload, count);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < options.effort().pairs(); i++) {
            rounds.add(round(server, workload, count, best));
        }
        return new Cell(server.build(), workload, count, best, rounds);
    }

    private Round round(ServerProcess server, Workload workload, int count, Arrangement best) {
        Effort effort = options.effort();
        BareReport bestBare = bare.measure(best, workload, effort.roundWarmUp(), effort.round());
        // Only a lonely request is compared with it, and it is not worth the time elsewhere.
        BareReport oneThread = count > 1 || best.equals(Arrangement.ONE_THREAD)
                ? bestBare
                : bare.measure(Arrangement.ONE_THREAD, workload, effort.roundWarmUp(), effort.round());
        answers.check(callers.callFor(effort.roundWarmUp(), count, workload, server));
        Duration busyBefore = Machine.busyTime();
        Duration cpuBefore = server.cpuTime();
        LoadReport report = callers.callFor(effort.round(), count, workload, server);
        Duration serverCpu = server.cpuTime().minus(cpuBefore);
        Duration busy = Machine.busyTime().minus(busyBefore);
        answers.check(report);
        return new Round(bestBare, oneThread, report, serverCpu, busy);
    }

    private void print(List<Cell> cells) {
        out.printf("### Throughput%n%n");
        out.printf(
                "POST /embed, callers that each wait for an answer before they ask again; medians of %d rounds of %d s, each right after one of the bare calls, in the best arrangement that takes no more texts at a time than there are callers. CPU in percent of all cores; latency in milliseconds.%n%n",
                options.effort().pairs(), options.effort().round().toSeconds());
        out.println(Tables.all(cells));
        out.printf("### A lonely request%n%n");
        out.printf("Median latency in milliseconds, one caller; the bare call includes tokenizing.%n%n");
        out.println(Tables.lonely(cells));
    }
}
