package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.model.TinyModel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The tensor that is carried, and the model that it is carried through. */
final class IdentityTensor {
    static final String MODEL = "identity";
    static final int ELEMENTS = 1_000_000;
    static final int BYTES = ELEMENTS * Float.BYTES;

    private static final long SEED = 11;

    private IdentityTensor() {}

    /** Its elements, always the same, little-endian. */
    static byte[] data() {
        Random random = new Random(SEED);
        ByteBuffer data = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat((float) random.nextGaussian());
        }
        return data.array();
    }

    static byte[] model() {
        return TinyModel.identity(DataType.FP32, Shape.of(Shape.VARIABLE)).toBytes();
    }

    /** Writes the model into a new temporary folder, which goes when the benchmark ends. */
    static Path writeModel() {
        try {
            Path folder = Files.createTempDirectory("pilotlight-bench-");
            Path file = Files.write(folder.resolve(MODEL + ".onnx"), model());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(file, folder), "delete-model"));
            return file;
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot write the model: " + e.getMessage(), e);
        }
    }

    private static void delete(Path... paths) {
        try {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
