package io.pilotlight.engine.session;

import io.pilotlight.engine.model.ModelFiles;
import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The build step that has ONNX Runtime fuse a model's graph once, rather than at every cold start, and puts the weights into a file beside
 * it, which a cold start maps into memory instead of parsing it. At the extended level: the one above it lays tensors out for the
 * building machine's processor.
 */
public final class GraphOptimizer {

    /** Smaller constants stay in the graph: a page of memory is the least that can be mapped. */
    private static final String WEIGHTS_BYTES = "4096";

    private GraphOptimizer() {}

    /**
     * Writes the optimized model, and its {@linkplain ModelFiles#weightsOf weights} beside it, unless it is there and newer than its
     * source.
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
        Path weights = output.resolveSibling(ModelFiles.weightsOf(String.valueOf(output.getFileName())));
        Files.deleteIfExists(output);
        Files.deleteIfExists(weights); // not overwritten: a process that serves it has it mapped into memory
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(output.toString());
            options.addConfigEntry(
                    "session.optimized_model_external_initializers_file_name", String.valueOf(weights.getFileName()));
            options.addConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", WEIGHTS_BYTES);
            environment.createSession(model.toString(), options).close();
        } catch (OrtException e) {
            throw new ModelLoadException("model " + model + ": cannot be optimized: " + e.getMessage(), e);
        }
    }
}
