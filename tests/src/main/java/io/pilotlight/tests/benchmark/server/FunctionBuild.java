package io.pilotlight.tests.benchmark.embed;

import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The two ways in which the function {@code embed} is built and started. */
public enum ServerKind {
    NATIVE("native", Path.of("functions", "embed", "target", "embed-runner"), "./pilotlight native") {
        @Override
        List<String> command() {
            return List.of(executable().toAbsolutePath().toString());
        }
    },
    JVM("JVM", Path.of("functions", "embed", "target", "quarkus-app", "quarkus-run.jar"), "./pilotlight up") {
        @Override
        List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(JavaLauncher.path().toString());
            command.addAll(jvmOptions());
            command.addAll(List.of("-jar", executable().toString()));
            return command;
        }
    };

    /** Options for the JVM, one a line; the build may leave some. */
    private static final Path JVM_OPTIONS = Path.of("functions", "embed", "target", "jvm.options");

    private final String label;
    private final Path executable;
    private final String buildCommand;

    ServerKind(String label, Path executable, String buildCommand) {
        this.label = label;
        this.executable = executable;
        this.buildCommand = buildCommand;
    }

    abstract List<String> command();

    private static List<String> jvmOptions() {
        if (!Files.exists(JVM_OPTIONS)) {
            return List.of();
        }
        try {
            return Files.readAllLines(JVM_OPTIONS).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read " + JVM_OPTIONS, e);
        }
    }

    /** The name in tables. */
    public String label() {
        return label;
    }

    Path executable() {
        return executable;
    }

    public static List<ServerKind> built() {
        return Stream.of(values()).filter(ServerKind::isBuilt).toList();
    }

    private boolean isBuilt() {
        return Files.isRegularFile(executable);
    }

    public void requireBuilt() {
        if (!isBuilt()) {
            throw new BenchmarkFailure("%s is missing: build it with %s".formatted(executable, buildCommand));
        }
    }
}
