package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.echo.EchoServer;
import io.pilotlight.tests.benchmark.options.BenchmarkOptions;
import io.pilotlight.tests.benchmark.options.Effort;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.report.MarkdownTable;
import io.pilotlight.tests.benchmark.report.Progress;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerProcess;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of a plain echo's pace is left when a tensor goes through the whole of a function: limits, deadlines, telemetry
 * and a model that copies it. Rounds of the echo and of the server alternate, each idle while the other works, and the
 * median of the rounds' ratios counts.
 */
public final class Transfer {
    private static final List<Integer> CALLERS = List.of(1, 4);
    private static final int WARM_UP_CALLERS = 4;

    private final BenchmarkOptions options;
    private final PrintStream out;

    public Transfer(BenchmarkOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public void run() throws InterruptedException {
        Path model = IdentityTensor.writeModel();
        List<TransferCell> cells = new ArrayList<>();
        try (HelperProcess echo = EchoServer.start();
                HelperProcess load = TransferLoadGenerator.start()) {
            for (FunctionBuild build : options.servers(MeasuredFunction.ONNX)) {
                try (ServerProcess server =
                        ServerProcess.start(build, Map.of("PILOTLIGHT_REPOSITORY_LOCATION", model.toString()))) {
                    server.awaitReady();
                    measure(load, echo, server, cells);
                }
            }
        }
        print(cells);
    }

    private void measure(HelperProcess load, HelperProcess echo, ServerProcess server, List<TransferCell> cells) {
        int echoPort = echo.ask(new EchoServer.Echo(""));
        for (Carrier carrier : Carrier.values()) {
            Progress.say("transfer: warming up the %s server and the echo, %s"
                    .formatted(server.build().label(), carrier.label()));
            for (int port : new int[] {echoPort, server.port()}) {
                // Some tens of requests a second: compilers take longer to settle than with small ones.
                load.ask(new TransferLoad(
                        port,
                        carrier,
                        WARM_UP_CALLERS,
                        options.effort().serverWarmUp().multipliedBy(2)));
            }
            for (int callers : CALLERS) {
                Progress.say("transfer: %s server, %s, %d callers"
                        .formatted(server.build().label(), carrier.label(), callers));
                List<TransferRound> rounds = new ArrayList<>();
                for (int i = 0; i < options.effort().pairs(); i++) {
                    rounds.add(round(load, echo, server, carrier, callers));
                }
                cells.add(new TransferCell(server.build(), carrier, callers, rounds));
            }
        }
    }

    private TransferRound round(
            HelperProcess load, HelperProcess echo, ServerProcess server, Carrier carrier, int callers) {
        Effort effort = options.effort();
        int echoPort = echo.ask(new EchoServer.Echo(""));
        load.ask(new TransferLoad(echoPort, carrier, callers, effort.roundWarmUp()));
        Duration echoBefore = echo.cpuTime();
        TransferReport echoed = load.ask(new TransferLoad(echoPort, carrier, callers, effort.round()));
        Duration echoCpu = echo.cpuTime().minus(echoBefore);
        load.ask(new TransferLoad(server.port(), carrier, callers, effort.roundWarmUp()));
        Duration busyBefore = Machine.busyTime();
        Duration serverBefore = server.cpuTime();
        TransferReport served = load.ask(new TransferLoad(server.port(), carrier, callers, effort.round()));
        Duration serverCpu = server.cpuTime().minus(serverBefore);
        return new TransferRound(
                echoed, echoCpu, served, serverCpu, Machine.busyTime().minus(busyBefore));
    }

    private void print(List<TransferCell> cells) {
        Effort effort = options.effort();
        BareIdentity.Report bare = bare();
        out.printf("### Transfer of a tensor%n%n");
        out.printf(
                "%,d FP32 elements (%s MB) through function `onnx` and a model of one operator, Identity, beside a plain Vert.x echo of the same request on %d event loops (as many as the function has). Callers that each wait for an answer before they ask again, on connections that are kept; medians of %d rounds of %d s, each right after one of the echo, and of their ratios. MB of the tensor a second, one way; latency and processor time in milliseconds.%n%n",
                IdentityTensor.ELEMENTS,
                MarkdownTable.figure(IdentityTensor.BYTES / 1e6, 1),
                EchoServer.eventLoops(),
                effort.pairs(),
                effort.round().toSeconds());
        out.println(TransferCell.table(cells));
        out.printf(
                "A bare call of ONNX Runtime %s (the model from a direct buffer, its output read out): %s ms at p50, %s ms at p99.%n%n",
                bare.onnxRuntimeVersion(),
                MarkdownTable.figure(bare.callMillis().median(), 2),
                MarkdownTable.figure(bare.callMillis().quantile(0.99), 2));
    }

    private BareIdentity.Report bare() {
        Progress.say("transfer: bare calls");
        try (HelperProcess calls = BareIdentity.start()) {
            calls.ask(new BareIdentity.Measure(options.effort().roundWarmUp()));
            return calls.ask(new BareIdentity.Measure(options.effort().round()));
        }
    }
}
