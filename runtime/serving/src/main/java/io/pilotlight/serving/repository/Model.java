package io.pilotlight.serving.repository;

import io.pilotlight.api.CacheUse;
import io.pilotlight.api.Call;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import java.util.Map;

/** A model that answers: tensors in, tensors out. Safe for use by many threads. */
public interface Model {

    ModelId id();

    Signature signature();

    /** The most items that a request may have, as its tensors' first dimension counts them; or {@link ModelDescription#UNBOUNDED}. */
    int maxItems();

    /** Of all that its answers depend on. */
    Sha256 answerDigest();

    InferenceStatistics statistics();

    /**
     * Answers on the calling thread, which waits.
     *
     * @throws io.pilotlight.api.InferenceException if it cannot
     * @throws java.util.concurrent.CancellationException if the calling thread was interrupted
     */
    Answer infer(Question question);

    /**
     * What a model is asked.
     *
     * @param inputs all that the signature names, each of its type and shape
     * @param parameters strings, numbers and booleans, by name
     */
    record Question(Tensors inputs, Map<String, Object> parameters, Call call) {}

    /** All outputs that the signature names, where the time went, and what the cache did. */
    record Answer(Tensors outputs, Timing timing, CacheUse cacheUse) {}
}
