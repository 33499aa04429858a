package io.pilotlight.tests.benchmark.options;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.server.FunctionBuild;
import io.pilotlight.tests.benchmark.server.MeasuredFunction;
import io.pilotlight.tests.benchmark.server.ServerKind;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure, of which servers, how thoroughly.
 *
 * @param kinds of server; empty for each that is built
 */
public record BenchmarkOptions(Set<BenchmarkPart> parts, List<ServerKind> kinds, Effort effort) {
    public static final String USAGE = """
            Usage: ./pilotlight bench [cold-start|bare|throughput|soak|transfer|json|plans|cache|router|queue|faults|all]... [--native|--jvm|--both] [--quick]

              cold-start   start to first correct answer and resident memory, as distributions
              bare         bare ONNX Runtime calls alone, in every arrangement of threads
              throughput   texts a second and latency beside the best bare arrangement, for 1, 8 and 32 callers
              soak         300,000 requests, and what memory and file descriptors do meanwhile
              transfer     a tensor of 4 MB through a model that gives it back, beside a plain echo of the same bytes
              json         1,000,000 JSON numbers read into a tensor, beside Jackson's streaming parser alone
              plans        the engine's choice of lanes and threads against every other, batching, and load with deadlines
              cache        what a known answer costs beside an echo, an unknown one, and texts as popular as Zipf's law has it
              router       what the router costs a request beside a plain proxy that does nothing else
              queue        a backlog of 20,000 texts beside the best bare arrangement, known answers beside a bare transaction loop
              faults       5,000 records a round while replicas and the broker are killed: each must have one outcome, the right one
              all          everything but bare, which throughput begins with, and faults (the default)

              --native, --jvm, --both   which server (the default: each that is built)
              --quick                   a few minutes instead of most of an hour; not for quoting
            """;

    public static BenchmarkOptions parse(String... arguments) {
        Set<BenchmarkPart> parts = EnumSet.noneOf(BenchmarkPart.class);
        List<ServerKind> kinds = List.of();
        Effort effort = Effort.FULL;
        for (String argument : arguments) {
            switch (argument) {
                case "--both" -> kinds = List.of(ServerKind.values());
                case "--native" -> kinds = List.of(ServerKind.NATIVE);
                case "--jvm" -> kinds = List.of(ServerKind.JVM);
                case "--quick" -> effort = Effort.QUICK;
                case "all" -> parts.addAll(BenchmarkPart.ALL);
                default -> parts.add(part(argument));
            }
        }
        return new BenchmarkOptions(parts.isEmpty() ? BenchmarkPart.ALL : parts, kinds, effort);
    }

    private static BenchmarkPart part(String argument) {
        for (BenchmarkPart part : BenchmarkPart.values()) {
            if (part.argument().equals(argument)) {
                return part;
            }
        }
        throw new BenchmarkFailure("unknown argument \"%s\"%n%n%s".formatted(argument, USAGE));
    }

    /** What to measure of a function. */
    public List<FunctionBuild> servers(MeasuredFunction function) {
        return kinds.isEmpty() ? function.built() : function.builds(kinds);
    }

    /** Fails if a server that a part starts is not there. */
    public void requireServersBuilt() {
        parts.stream().map(BenchmarkPart::server).flatMap(Optional::stream).forEach(function -> {
            servers(function).forEach(FunctionBuild::requireBuilt);
            if (servers(function).isEmpty()) {
                new FunctionBuild(function, ServerKind.JVM).requireBuilt();
            }
        });
    }

    /** Whether any part embeds texts. */
    public boolean measuresTexts() {
        return parts.stream().anyMatch(BenchmarkPart::ofTexts);
    }
}
