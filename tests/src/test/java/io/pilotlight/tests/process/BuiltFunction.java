package io.pilotlight.tests.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** An application whose build is under test: a function, or the router in front of them, which is called in the same ways. */
public enum BuiltFunction {
    EMBED(Path.of("functions", "embed")),
    ONNX(Path.of("functions", "onnx")),
    ROUTER(Path.of("runtime", "router"));

    private final Path module;

    BuiltFunction(Path module) {
        this.module = module;
    }

    /** As its folder and its executable are called. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The folder of the build: the executable, and beside it what it needs. */
    public Path home() {
        return Path.of("..").resolve(module).resolve("target").toAbsolutePath().normalize();
    }

    /** The command that starts the executable under test, with Java's own {@code -D} options or ours. */
    List<String> command(Executable executable, List<String> options) {
        Path program = home().resolve(executable.program(label()));
        if (this == ROUTER && !Files.isRegularFile(program)) {
            return Executable.JVM.command(home().resolve(Executable.JVM.program(label())), options);
        }
        if (!Files.isRegularFile(program)) {
            throw new IllegalStateException(program + " is missing: the build of " + module + " makes it");
        }
        return executable.command(program, options);
    }
}
