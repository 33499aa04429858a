package io.pilotlight.tests.benchmark.routing;

import io.pilotlight.tests.benchmark.echo.EchoServer;
import io.pilotlight.tests.benchmark.load.Callers;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.RouterProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is left of a plain proxy's pace when requests go through the router: authentication, address, look-up, decision, telemetry. All
 * bodies are distinct, so that nothing is ever found.
 */
public final class Routing {
    private static final List<Integer> CALLERS = List.of(1, 8, 64);
    private static final int WARM_UP_CALLERS = 16;
    private static final String AUTHORIZATION = "Authorization: Bearer " + RouterProcess.KEY + "\r\n";
    private static final String BYPASS = AUTHORIZATION + "Cache-Control: no-cache, no-store\r\n";

    private final Effort effort;
    private final PrintStream out;

    public Routing(Effort effort, PrintStream out) {
        this.effort = effort;
        this.out = out;
    }

    private record Cell(int callers, List<RoutingRound> rounds) {

        double median(ToDoubleFunction<RoutingRound> figure) {
            return Distribution.of(rounds, figure).median();
        }
    }

    public void run() throws InterruptedException {
        List<Cell> cells = new ArrayList<>();
        try (HelperProcess echo = EchoServer.start();
                HelperProcess proxy = PlainProxy.start();
                Callers callers = Callers.start()) {
            int upstream = echo.ask(new EchoServer.Echo(answer()));
            int plain = proxy.ask(new PlainProxy.Target(upstream));
            try (RouterProcess router = RouterProcess.start(
                    "\"url\": \"http://127.0.0.1:%d\", \"sleepsAfter\": \"1h\"".formatted(upstream), Map.of())) {
                Progress.say("router: warming up");
                load(callers, effort.serverWarmUp(), WARM_UP_CALLERS, AUTHORIZATION, plain);
                load(callers, effort.serverWarmUp(), WARM_UP_CALLERS, AUTHORIZATION, router.port());
                load(callers, effort.serverWarmUp(), WARM_UP_CALLERS, BYPASS, router.port());
                for (int count : CALLERS) {
                    Progress.say("router: %d callers".formatted(count));
                    List<RoutingRound> rounds = IntStream.range(0, effort.pairs())
                            .mapToObj(i -> new RoutingRound(
                                    round(callers, count, AUTHORIZATION, plain, proxy::cpuTime),
                                    round(callers, count, AUTHORIZATION, router.port(), router::cpuTime),
                                    round(callers, count, BYPASS, router.port(), router::cpuTime)))
                            .toList();
                    cells.add(new Cell(count, rounds));
                }
            }
        }
        print(cells);
        new FromZero(effort, out).run();
    }

    /** About 1.5 KB that look like an embedding, since the load generator parses samples. */
    private static String answer() {
        return IntStream.range(0, 384)
                .mapToObj(i -> "0.%d".formatted(i % 10))
                .collect(Collectors.joining(",", "{\"embedding\":[", "],\"tokens\":1}"));
    }

    private RoutingRound.Measured round(Callers callers, int count, String headers, int port, Supplier<Duration> cpu) {
        load(callers, effort.roundWarmUp(), count, headers, port);
        Duration before = cpu.get();
        LoadReport report = load(callers, effort.round(), count, headers, port);
        return new RoutingRound.Measured(report, cpu.get().minus(before));
    }

    private static LoadReport load(Callers callers, Duration duration, int count, String headers, int port) {
        TextOrder distinct = new TextOrder.Distinct(callers.reserve(0));
        LoadReport report = callers.callFor(duration, count, Workload.LONG, distinct, headers, List.of(port));
        callers.reserve(Math.toIntExact(report.texts()));
        if (report.errors() > 0) {
            throw new BenchmarkFailure("%d of %d requests failed, the first with %s"
                    .formatted(report.errors(), report.requests(), report.firstError()));
        }
        return report;
    }

    private void print(List<Cell> cells) {
        out.printf("### The router%n%n");
        out.printf(
                "`POST /embed` with distinct bodies of about 1 kB, answered with 1 kB by a Vert.x echo: through a plain Vert.x proxy, and through the router with an API key, metrics, look-up and decision; all of them, and the load generator, in processes of their own. Callers that each wait for an answer before they ask again; medians of %d rounds of %d s and of their ratios. Latency in milliseconds, processor time in microseconds a request.%n%n",
                effort.pairs(), effort.round().toSeconds());
        MarkdownTable table = new MarkdownTable(
                "through",
                "callers",
                "requests/s",
                "of the plain proxy",
                "p50",
                "over the proxy's",
                "p99",
                "over the proxy's",
                "CPU");
        for (Cell cell : cells) {
            row(table, "plain proxy", cell, RoutingRound::plain);
            row(table, "router", cell, RoutingRound::full);
            row(table, "router, no cache", cell, RoutingRound::bypassing);
        }
        out.println(table);
    }

    private static void row(
            MarkdownTable table, String label, Cell cell, Function<RoutingRound, RoutingRound.Measured> of) {
        table.add(
                label,
                cell.callers(),
                MarkdownTable.figure(cell.median(round -> of.apply(round).perSecond()), 0),
                MarkdownTable.percent(cell.median(
                        round -> of.apply(round).perSecond() / round.plain().perSecond())),
                MarkdownTable.figure(cell.median(round -> of.apply(round).p50()), 3),
                MarkdownTable.figure(
                        cell.median(
                                round -> of.apply(round).p50() - round.plain().p50()),
                        3),
                MarkdownTable.figure(cell.median(round -> of.apply(round).p99()), 3),
                MarkdownTable.figure(
                        cell.median(
                                round -> of.apply(round).p99() - round.plain().p99()),
                        3),
                MarkdownTable.figure(cell.median(round -> of.apply(round).cpuMicros()), 1));
    }
}
