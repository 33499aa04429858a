package io.pilotlight.wire.manifest;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.TensorSpec;

import java.util.List;
import java.util.Map;

/**
 * What the world knows of a function while nothing of it runs: {@code function.json}.
 *
 * @param schema the version of this form
 * @param parameters what callers may give besides the tensors, the same for all items of a request
 * @param variants at least one; this process serves the first
 */
public record FunctionManifest(
        int schema,
        String name,
        String description,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<TensorSpec> parameters,
        List<Variant> variants) {

    public static final int SCHEMA = 1;

    /** Where it lies in the class path of a function. */
    public static final String RESOURCE = "META-INF/pilotlight/function.json";

    public FunctionManifest {
        if (schema != SCHEMA) {
            throw new IllegalArgumentException("manifest: expected schema " + SCHEMA + ", got " + schema);
        }
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("manifest: expected at least one variant, got none");
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
        variants = List.copyOf(variants);
    }

    /**
     * One way to answer.
     *
     * @param model the name of the model's file
     * @param files the digests of every file that the answer depends on, by name
     * @param graphOptimized whether the model's graph was optimized when the function was built, and is loaded as it is
     * @param rowsIndependent whether a row's answer is the same whatever shares its batch. Where not, each row runs alone,
     *     so that an answer never depends on its neighbours either way.
     * @param cacheable whether the answer to a request is always the same, and may be kept
     * @param answerDigest of all that an answer depends on: model, tokenizer, the handler's build
     */
    public record Variant(
            String name,
            String model,
            Map<String, FileDigest> files,
            boolean graphOptimized,
            boolean rowsIndependent,
            boolean cacheable,
            Sha256 answerDigest) {

        public Variant {
            files = Map.copyOf(files);
            if (!files.containsKey(model)) {
                throw new IllegalArgumentException(
                        "manifest: variant " + name + ": expected the model \"" + model + "\" among its files");
            }
        }
    }
}
