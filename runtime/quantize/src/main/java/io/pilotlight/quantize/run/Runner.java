package io.pilotlight.quantize.run;

import io.pilotlight.api.Tensors;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.QuantizeException;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model in memory, loaded by ONNX Runtime to be run by any thread. */
public final class Runner implements AutoCloseable {

    private final OnnxSession session;

    private Runner(OnnxSession session) {
        this.session = session;
    }

    /** As a model is served: on one thread, its graph fused by ONNX Runtime as far as it can. */
    public static Runner served(ModelProto model) {
        return open(model, new SessionSettings(1, false, true));
    }

    /** The same, of a file. */
    public static Runner served(Path file) {
        return new Runner(OnnxSession.open(file, new SessionSettings(1, false, true)));
    }

    /** Every node as it stands in the graph. */
    public static Runner literal(ModelProto model) {
        return open(model, new SessionSettings(Runtime.getRuntime().availableProcessors(), false, false));
    }

    private static Runner open(ModelProto model, SessionSettings settings) {
        Path file = null;
        try {
            file = Files.createTempFile("pilotlight-", ".onnx");
            ModelFile.write(model, file);
            return new Runner(OnnxSession.open(file, settings));
        } catch (IOException e) {
            throw new QuantizeException("no model can be written to the temporary folder: " + e.getMessage(), e);
        } finally {
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Tensors run(Tensors inputs) {
        return session.run(inputs);
    }

    @Override
    public void close() {
        session.close();
    }
}
