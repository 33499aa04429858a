package io.pilotlight.wire.openinference;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Signature;

import java.util.List;

/**
 * What callers may know of a model before they ask it anything.
 *
 * @param versions of the model that are ready
 * @param maxItems the most items that a request may have, as its tensors' first dimension counts them; or {@link #UNBOUNDED}
 * @param answerDigests of all that its answers depend on; several where variants of it answer that are not the same
 */
public record ModelDescription(
        ModelId id, List<String> versions, Signature signature, int maxItems, List<Sha256> answerDigests) {

    /** Where a request is one run of the model, whatever its tensors' shapes. */
    public static final int UNBOUNDED = 0;

    public ModelDescription {
        versions = List.copyOf(versions);
        answerDigests = List.copyOf(answerDigests);
    }
}
