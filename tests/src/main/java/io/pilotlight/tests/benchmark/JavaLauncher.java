package io.pilotlight.tests.benchmark;

import java.nio.file.Path;

/** The {@code java} that runs this benchmark, and with which it starts every other JVM. */
final class JavaLauncher {
    private JavaLauncher() {}

    static Path path() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
