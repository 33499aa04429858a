package io.pilotlight.engine.session;

import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The build step that has ONNX Runtime fuse a model's graph once, rather than at every cold start. At the extended level: the
 * one above it lays tensors out for the building machine's processor.
 */
public final class GraphOptimizer {

    private GraphOptimizer() {}

    /**
     * Writes the optimized model, unless it is there and newer than its source.
     *
     * @param arguments the model, and the file to write
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected: <model> <output file>");
        }
        optimize(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void optimize(Path model, Path output) throws IOException {
        if (Files.exists(output) && Files.getLastModifiedTime(output).compareTo(Files.getLastModifiedTime(model)) > 0) {
            return;
        }
        Files.createDirectories(output.toAbsolutePath().getParent());
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(output.toString());
            environment.createSession(model.toString(), options).close();
        } catch (OrtException e) {
            throw new ModelLoadException("model " + model + ": cannot be optimized: " + e.getMessage(), e);
        }
    }
}
