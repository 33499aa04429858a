package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A function, built in one of the two ways. */
public record FunctionBuild(MeasuredFunction function, ServerKind kind) {

    /** With these it runs where its build has left no others, and with these runs what it is compared with. */
    public static final List<String> JVM_SETTINGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m");

    /** Options for the JVM, one a line; the build may leave some. */
    private static final String JVM_OPTIONS = "jvm.options";

    /** What starts it. */
    public List<String> command() {
        return switch (kind) {
            case NATIVE -> List.of(executable().toAbsolutePath().toString());
            case JVM -> {
                List<String> command = new ArrayList<>();
                command.add(JavaLauncher.path().toString());
                command.addAll(jvmOptions());
                command.addAll(List.of("-jar", executable().toString()));
                yield command;
            }
        };
    }

    private List<String> jvmOptions() {
        Path file = function.target().resolve(JVM_OPTIONS);
        if (!Files.exists(file)) {
            return JVM_SETTINGS;
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read " + file, e);
        }
    }

    /** The name in tables. */
    public String label() {
        return kind.label();
    }

    private Path executable() {
        return switch (kind) {
            case NATIVE -> function.target().resolve(function.folder() + "-runner");
            case JVM -> function.target().resolve(Path.of("quarkus-app", "quarkus-run.jar"));
        };
    }

    boolean isBuilt() {
        return Files.isRegularFile(executable());
    }

    public void requireBuilt() {
        if (!isBuilt()) {
            String buildCommand = kind == ServerKind.NATIVE ? "./pilotlight native" : "./pilotlight bench";
            throw new BenchmarkFailure("%s is missing: %s builds it".formatted(executable(), buildCommand));
        }
    }
}
