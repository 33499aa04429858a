package io.pilotlight.tests.benchmark.embed;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files that the function {@code embed} and the bare calls both load, as the build unpacks them. */
public final class ModelFiles {
    public static final Path MODEL = Path.of("functions", "embed", "target", "model", "all-minilm-l6-v2-int8.onnx");
    public static final Path TOKENIZER =
            Path.of("functions", "embed", "target", "model", "all-minilm-l6-v2-tokenizer.json");

    /** ONNX Runtime's libraries, unpacked; exists only where a native executable needs them. */
    public static final Path NATIVE_LIBRARIES = Path.of("functions", "embed", "target", "native");

    private ModelFiles() {}

    public static void requirePresent() {
        for (Path file : new Path[] {MODEL, TOKENIZER}) {
            if (!Files.isRegularFile(file)) {
                throw new BenchmarkFailure(
                        "%s is missing: start in the repository's root, after ./pilotlight up".formatted(file));
            }
        }
    }

    /** The model's name and digest, for whoever reads the figures. */
    public static String modelDescription() {
        return "%s, SHA-256 %s".formatted(MODEL.getFileName(), modelSha256());
    }

    private static String modelSha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(MODEL));
            return HexFormat.of().formatHex(digest);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new BenchmarkFailure("cannot digest " + MODEL, e);
        }
    }
}
