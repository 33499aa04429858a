package io.pilotlight.wire.manifest;

import io.pilotlight.api.DataType;
import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Manifests of functions that take texts and give vectors. */
public final class Manifests {

    private static final Sha256 FILE = new Sha256("f".repeat(64));

    private Manifests() {}

    /** One whose variants have those answer digests, and are called by them. */
    public static FunctionManifest of(String name, Set<Operation> operations, Sha256... answerDigests) {
        return new FunctionManifest(
                FunctionManifest.SCHEMA,
                name,
                "Texts as vectors.",
                List.of(new TensorSpec("text", DataType.BYTES, Shape.of(-1))),
                List.of(new TensorSpec("embedding", DataType.FP32, Shape.of(-1, 384))),
                List.of(new TensorSpec("truncate", DataType.BOOL, Shape.of(-1))),
                operations,
                Arrays.stream(answerDigests).map(Manifests::variant).toList(),
                List.of());
    }

    private static FunctionManifest.Variant variant(Sha256 answerDigest) {
        return new FunctionManifest.Variant(
                answerDigest.hex(),
                "model.onnx",
                Map.of("model.onnx", new FileDigest(FILE, List.of(FILE))),
                true,
                true,
                true,
                answerDigest);
    }
}
