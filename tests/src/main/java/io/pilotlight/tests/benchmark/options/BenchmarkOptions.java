package io.pilotlight.tests.benchmark.options;

import io.pilotlight.tests.benchmark.embed.ServerKind;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What to measure, of which server, how thoroughly. */
public record BenchmarkOptions(Set<BenchmarkPart> parts, List<ServerKind> servers, Effort effort) {
    public static final String USAGE = """
            Usage: ./pilotlight bench [cold-start|bare|throughput|soak|all] [--native|--jvm|--both] [--quick]

              cold-start   start to first correct answer and resident memory, as distributions
              bare         bare ONNX Runtime calls alone, in every arrangement of threads
              throughput   texts a second and latency beside the best bare arrangement, for 1, 8 and 32 callers
              soak         300,000 requests, and what memory and file descriptors do meanwhile
              all          cold-start, throughput and soak (the default)

              --native, --jvm, --both   which server (the default: each that is built)
              --quick                   a few minutes instead of half an hour; not for quoting
            """;

    public static BenchmarkOptions parse(String... arguments) {
        Set<BenchmarkPart> parts = EnumSet.noneOf(BenchmarkPart.class);
        List<ServerKind> servers = ServerKind.built();
        Effort effort = Effort.FULL;
        for (String argument : arguments) {
            switch (argument) {
                case "--both" -> servers = List.of(ServerKind.values());
                case "--native" -> servers = List.of(ServerKind.NATIVE);
                case "--jvm" -> servers = List.of(ServerKind.JVM);
                case "--quick" -> effort = Effort.QUICK;
                case "all" -> parts.addAll(BenchmarkPart.ALL);
                default -> parts.add(part(argument));
            }
        }
        return new BenchmarkOptions(parts.isEmpty() ? BenchmarkPart.ALL : parts, servers, effort);
    }

    private static BenchmarkPart part(String argument) {
        for (BenchmarkPart part : BenchmarkPart.values()) {
            if (part.argument().equals(argument)) {
                return part;
            }
        }
        throw new BenchmarkFailure("unknown argument \"%s\"%n%n%s".formatted(argument, USAGE));
    }

    public void requireServersBuilt() {
        servers.forEach(ServerKind::requireBuilt);
        if (servers.isEmpty()) {
            ServerKind.JVM.requireBuilt();
        }
    }

    /** Whether any part needs a server at all. */
    public boolean needsServers() {
        return parts.stream().anyMatch(part -> part != BenchmarkPart.BARE);
    }
}
