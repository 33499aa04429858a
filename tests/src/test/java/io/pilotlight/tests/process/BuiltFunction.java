package io.pilotlight.tests.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A function whose build is under test. */
public enum BuiltFunction {
    EMBED,
    ONNX;

    /** As its folder and its executable are called. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The folder of the build: the executable, and beside it what it needs. */
    public Path home() {
        return Path.of("..", "functions", label(), "target").toAbsolutePath().normalize();
    }

    /** The command that starts the executable under test, with Java's own {@code -D} options or ours. */
    List<String> command(Executable executable, List<String> options) {
        Path program = home().resolve(executable.program(label()));
        if (!Files.isRegularFile(program)) {
            throw new IllegalStateException(program + " is missing: the build of functions/" + label() + " makes it");
        }
        return executable.command(program, options);
    }
}
