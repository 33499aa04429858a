package io.pilotlight.tests.benchmark.cache;

import io.pilotlight.tests.benchmark.echo.EchoServer;
import io.pilotlight.tests.benchmark.load.LoadReport;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.report.Distribution;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.InfinispanProcess;
import io.pilotlight.tests.benchmark.server.ServerProcess;
import io.pilotlight.tests.benchmark.text.TextOrder;
import io.pilotlight.tests.benchmark.text.Texts;
import io.pilotlight.tests.benchmark.text.Workload;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a known answer costs: from the function's own memory and from Infinispan, beside an echo that has the same bytes to
 * receive and to send. Rounds of each alternate, all others idle meanwhile.
 */
final class Hits {
    private static final int TEXTS = 256;
    private static final int WARM_UP_CALLERS = 8;
    private static final List<Integer> CALLERS = List.of(1, 32);

    private static final String ITEMS = "pilotlight_cache_items_total";
    private static final Pattern MISSED = Pattern.compile("result=\"miss\"");
    private static final Pattern ASKED = Pattern.compile("result=\"(hit|miss|collapsed)\"");

    private final Bench bench;
    private final List<HitCell> cells = new ArrayList<>();
    private final List<Distribution> bareLookUps = new ArrayList<>();

    Hits(Bench bench) {
        this.bench = bench;
    }

    void measure(FunctionBuild build, InfinispanProcess infinispan) throws InterruptedException {
        try (ServerProcess computing = bench.start(build, "computing", Keeping.NOWHERE, infinispan);
                ServerProcess near = bench.start(build, "near", Keeping.BOTH, infinispan);
                ServerProcess shared = bench.start(build, "shared", Keeping.INFINISPAN, infinispan);
                HelperProcess echo = EchoServer.start()) {
            for (Workload workload : List.of(Workload.SHORT, Workload.LONG)) {
                TextOrder known = new TextOrder.Cycle(bench.callers().reserve(TEXTS), TEXTS);
                for (ServerProcess server : List.of(near, shared)) {
                    bench.checked(bench.callers()
                            .callTimes(2 * TEXTS, WARM_UP_CALLERS, workload, known, List.of(server.port())));
                }
                int echoPort = echo.ask(new EchoServer.Echo(near.embed(new Texts(workload).at(known.textAt(0)))));
                bench.callers()
                        .callFor(bench.effort().serverWarmUp(), WARM_UP_CALLERS, workload, known, List.of(echoPort));
                for (int count : workload == Workload.SHORT ? CALLERS : CALLERS.subList(0, 1)) {
                    Progress.say("cache: hits of the %s server, %s texts, %d callers"
                            .formatted(build.label(), workload.label(), count));
                    List<HitRound> rounds = new ArrayList<>();
                    for (int i = 0; i < bench.effort().pairs(); i++) {
                        rounds.add(new HitRound(
                                echo(echoPort, count, workload, known),
                                hits(near, count, workload, known),
                                hits(shared, count, workload, known),
                                bench.distinctRound(count, workload, computing)));
                    }
                    cells.add(new HitCell(build, workload, count, rounds));
                }
                bareLookUps.add(BareLookUps.measure(infinispan, bench.effort().round()));
            }
        }
    }

    /** Its answer is another text's, for all texts but one: nothing is checked. */
    private LoadReport echo(int port, int count, Workload workload, TextOrder known) {
        bench.callers().callFor(bench.effort().roundWarmUp(), count, workload, known, List.of(port));
        return bench.callers().callFor(bench.effort().round(), count, workload, known, List.of(port));
    }

    private HitRound.Hits hits(ServerProcess server, int count, Workload workload, TextOrder known) {
        double itemsBefore = server.counter(ITEMS, ASKED);
        double missesBefore = server.counter(ITEMS, MISSED);
        LoadReport report = bench.round(count, workload, known, server);
        double misses = server.counter(ITEMS, MISSED) - missesBefore;
        return new HitRound.Hits(report, 1 - misses / (server.counter(ITEMS, ASKED) - itemsBefore));
    }

    void print(PrintStream out) {
        out.printf(
                "A known answer (%d texts, each asked about again and again), beside a plain Vert.x echo on %d event loops that answers a request of the same size with an answer of the same size. Callers that each wait for an answer before they ask again, on connections that are kept; medians of %d rounds of %d s, and of the differences to the echo in the same round. Latency in milliseconds.%n%n",
                TEXTS,
                EchoServer.eventLoops(),
                bench.effort().pairs(),
                bench.effort().round().toSeconds());
        out.println(HitCell.table(cells));
        Distribution bare = Distribution.union(bareLookUps);
        out.printf(
                "Infinispan's own client alone, without HTTP and without us, took %.3f ms for a look-up of as many bytes in the median, %.3f ms at the 99th percentile.%n%n",
                bare.median(), bare.quantile(0.99));
    }
}
