package io.pilotlight.tests.benchmark.process;

import java.nio.file.Path;

/** The {@code java} that runs this benchmark, and with which it starts every other JVM. */
public final class JavaLauncher {
    private JavaLauncher() {}

    public static Path path() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
