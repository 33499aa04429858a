package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.echo.EchoServer;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Callers who ask the same at the same time, of two replicas that do not know it, again and again. */
final class Crowds {
    private static final int CALLERS = 64;
    private static final int CROWDS_A_ROUND = 4;
    private static final Workload WORKLOAD = Workload.LONG;

    private final Bench bench;
    private final List<Cell> cells = new ArrayList<>();

    /**
     * @param inferences that it took
     * @param firstMillis from the first request to the first answer
     * @param restMillis from then until the last one, at most
     */
    private record Crowd(double inferences, double firstMillis, double restMillis) {

        static Crowd of(LoadReport load, double inferences) {
            // Whoever was answered first was not the first to ask, perhaps: then the rest took less than this.
            double first = load.latencyMillis().min();
            return new Crowd(inferences, first, load.elapsed().toNanos() / 1e6 - first);
        }
    }

    private record Cell(FunctionBuild build, List<Crowd> crowds, List<Crowd> echoed) {}

    Crowds(Bench bench) {
        this.bench = bench;
    }

    void measure(FunctionBuild build, InfinispanProcess infinispan) throws InterruptedException {
        try (ServerProcess one = bench.start(build, "one", Keeping.BOTH, infinispan);
                ServerProcess other = bench.start(build, "other", Keeping.BOTH, infinispan);
                HelperProcess echo = EchoServer.start()) {
            Progress.say("cache: crowds before two replicas of the %s server".formatted(build.label()));
            int echoPort = echo.ask(new EchoServer.Echo(one.embed("a card")));
            List<Crowd> crowds = new ArrayList<>();
            List<Crowd> echoed = new ArrayList<>();
            // The first is for the processes to get to know so many callers.
            for (int i = 0; i <= CROWDS_A_ROUND * bench.effort().pairs(); i++) {
                TextOrder same = new TextOrder.Cycle(bench.callers().reserve(1), 1);
                double before = inferences(one, other);
                LoadReport answered = bench.checked(call(same, List.of(one.port(), other.port())));
                crowds.add(Crowd.of(answered, inferences(one, other) - before));
                echoed.add(Crowd.of(call(same, List.of(echoPort)), 0));
            }
            cells.add(new Cell(build, crowds.subList(1, crowds.size()), echoed.subList(1, echoed.size())));
        }
    }

    private LoadReport call(TextOrder same, List<Integer> ports) {
        return bench.callers().callTimes(CALLERS, CALLERS, WORKLOAD, same, ports);
    }

    private static double inferences(ServerProcess one, ServerProcess other) {
        return one.counter("pilotlight_inference_items_total") + other.counter("pilotlight_inference_items_total");
    }

    void print(PrintStream out) {
        out.printf(
                "%d callers who ask the same long text at the same time, half of them of another replica than the others; nobody knows it. Milliseconds.%n%n",
                CALLERS);
        MarkdownTable table = new MarkdownTable(
                "server",
                "crowds",
                "inferences each, min",
                "max",
                "first answer, median",
                "the last after that, median",
                "p90",
                "max",
                "of an echo, median");
        for (Cell cell : cells) {
            Distribution inferences = Distribution.of(
                    cell.crowds().stream().map(Crowd::inferences).toList());
            Distribution rest = Distribution.of(
                    cell.crowds().stream().map(Crowd::restMillis).toList());
            table.add(
                    cell.build().label(),
                    cell.crowds().size(),
                    MarkdownTable.figure(inferences.min(), 0),
                    MarkdownTable.figure(inferences.max(), 0),
                    MarkdownTable.figure(
                            Distribution.of(cell.crowds().stream()
                                            .map(Crowd::firstMillis)
                                            .toList())
                                    .median(),
                            1),
                    MarkdownTable.figure(rest.median(), 1),
                    MarkdownTable.figure(rest.quantile(0.9), 1),
                    MarkdownTable.figure(rest.max(), 1),
                    MarkdownTable.figure(
                            Distribution.of(cell.echoed().stream()
                                            .map(Crowd::restMillis)
                                            .toList())
                                    .median(),
                            1));
        }
        out.println(table);
    }
}
