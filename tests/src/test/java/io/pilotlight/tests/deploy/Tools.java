package io.pilotlight.tests.deploy;

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tools that deploying needs. One that is not installed is named, and the test is skipped; where {@code CI} is set it fails instead,
 * so that nothing is left untested unnoticed. What Go can build is built, once, into {@code target/tools}.
 */
final class Tools {

    /** Of this checkout. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path BUILT = Path.of("target", "tools").toAbsolutePath();

    private Tools() {}

    static void require(String... tools) {
        List<String> missing =
                Stream.of(tools).filter(tool -> !isInstalled(tool)).toList();
        skipUnless(missing.isEmpty(), "not installed: " + String.join(", ", missing));
    }

    private static boolean isInstalled(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    private static void skipUnless(boolean there, String otherwise) {
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(otherwise);
        }
        Assumptions.assumeTrue(there, otherwise);
    }

    /** The program of a Go module, built where it has not been yet. */
    static Path built(String module, String version) {
        require("go");
        Path program = BUILT.resolve(module.substring(module.lastIndexOf('/') + 1));
        if (!Files.isExecutable(program)) {
            Outcome outcome = Outcome.of(
                    ROOT, Map.of("GOBIN", BUILT.toString()), List.of("go", "install", module + "@" + version));
            skipUnless(outcome.status() == 0, "go install " + module + ": " + outcome.complaints());
        }
        return program;
    }

    /** What Knative's own code says of services: a program of ours, {@code src/test/go}, compiled from its module. */
    static Path knativeWebhook() {
        require("go");
        Path program = BUILT.resolve("knative-webhook");
        Outcome outcome = Outcome.of(
                Path.of("src", "test", "go"), Map.of(), List.of("go", "build", "-o", program.toString(), "."));
        skipUnless(outcome.status() == 0, "go build of src/test/go: " + outcome.complaints());
        return program;
    }

    /** The folder of a Go module's sources. */
    static Path sources(String module, String version) {
        require("go");
        Outcome outcome = Outcome.of(ROOT, Map.of(), List.of("go", "mod", "download", "-json", module + "@" + version));
        skipUnless(outcome.status() == 0, "go mod download " + module + ": " + outcome.output());
        return Path.of(Manifests.json(outcome.output()).required("Dir").textValue());
    }
}
