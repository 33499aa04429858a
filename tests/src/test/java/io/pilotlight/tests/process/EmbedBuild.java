package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build of {@code functions/embed} has left. */
public final class EmbedBuild {

    /** The folder of the build: the executable, and beside it its model and native libraries. */
    public static final Path HOME = BuiltFunction.EMBED.home();

    /** The model as it is served. */
    public static final Path MODEL = HOME.resolve("model");

    /** The model as it was quantized, before its graph was optimized. */
    public static final Path QUANTIZED = HOME.resolve("quantized");

    /** The tokenizer as its vendor made it. */
    public static final Path VENDOR = HOME.resolve("vendor");

    public static final Path NATIVE_LIBRARIES = HOME.resolve("native");
    public static final String MODEL_FILE = "all-minilm-l6-v2-int8.onnx";
    public static final String WEIGHTS_FILE = MODEL_FILE + ".data";
    public static final String TOKENIZER_FILE = "all-minilm-l6-v2-tokenizer.json";

    private EmbedBuild() {}

    /** The only variant in the manifest that the build wrote. */
    public static JsonNode variant() {
        Path manifest = HOME.resolve(Path.of("classes", "META-INF", "pilotlight", "function.json"));
        try {
            return Json.parse(Files.readAllBytes(manifest)).required("variants").required(0);
        } catch (IOException e) {
            throw new UncheckedIOException(manifest + " cannot be read", e);
        }
    }
}
