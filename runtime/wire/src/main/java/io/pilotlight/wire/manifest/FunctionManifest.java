package io.pilotlight.wire.manifest;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the world knows of a function while nothing of it runs: {@code function.json}.
 *
 * @param schema the version of this form
 * @param parameters what callers may give besides the tensors, the same for all items of a request
 * @param operations what it may be asked for
 * @param variants at least one; this process serves the first
 * @param interchangeable sets of variants of which each may answer in another's place
 */
public record FunctionManifest(
        int schema,
        String name,
        String description,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        List<TensorSpec> parameters,
        Set<Operation> operations,
        List<Variant> variants,
        List<Interchangeable> interchangeable) {

    public static final int SCHEMA = 1;

    /** A function's version is its manifest. There is one of it at a time, which callers who speak of models may call this. */
    public static final String MODEL_VERSION = "1";

    /** Where it lies in the class path of a function. */
    public static final String RESOURCE = "META-INF/pilotlight/function.json";

    public FunctionManifest {
        if (schema != SCHEMA) {
            throw new IllegalArgumentException("manifest: expected schema " + SCHEMA + ", got " + schema);
        }
        ModelId _ = new ModelId(name, MODEL_VERSION); // which says what names may be
        if (!operations.contains(Operation.INFERENCE)) {
            throw new IllegalArgumentException(
                    "manifest: `operations`: expected inference among them, got " + operations);
        }
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("manifest: expected at least one variant, got none");
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        parameters = List.copyOf(parameters);
        operations = Set.copyOf(operations);
        variants = List.copyOf(variants);
        interchangeable = List.copyOf(interchangeable);
        List<String> names = variants.stream().map(Variant::name).toList();
        for (Interchangeable set : interchangeable) {
            if (!names.containsAll(set.variants())) {
                throw new IllegalArgumentException("manifest: `interchangeable`: expected some of the variants " + names
                        + ", got " + set.variants());
            }
        }
    }

    /** What a function may be asked for, each by the protocols that have words for it. */
    public enum Operation {
        /** Results of items: the function as its author declared it. */
        INFERENCE,
        /** Vectors of texts, as OpenAI's API has them. */
        EMBEDDINGS
    }

    /** Whether one variant may answer in another's place. */
    public boolean mayAnswerFor(String variant, String other) {
        return variant.equals(other)
                || interchangeable.stream().anyMatch(set -> set.variants().containsAll(List.of(variant, other)));
    }

    /**
     * Variants whose answers are alike enough for a caller not to care which one he gets.
     *
     * @param agreement how alike they were measured to be, more than 0 and at most 1: of embeddings the mean cosine, of classes the share
     *     of equal ones
     */
    public record Interchangeable(Set<String> variants, double agreement) {

        public Interchangeable {
            variants = Set.copyOf(variants);
            if (variants.size() < 2) {
                throw new IllegalArgumentException(
                        "manifest: `interchangeable`: expected two variants or more, got " + variants);
            }
            if (!(agreement > 0 && agreement <= 1)) {
                throw new IllegalArgumentException(
                        "manifest: `agreement`: expected more than 0 and at most 1, got " + agreement);
            }
        }
    }

    /** How callers who speak of models name it. */
    public ModelId modelId() {
        return new ModelId(name, MODEL_VERSION);
    }

    public Signature signature() {
        return new Signature(inputs, outputs);
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
