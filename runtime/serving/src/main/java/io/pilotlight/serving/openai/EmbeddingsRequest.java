package io.pilotlight.serving.openai;

import io.pilotlight.api.InferenceException;

import java.util.List;

/**
 * A call of {@code /v1/embeddings}, read and checked.
 *
 * @param several whether the call has a list of them, even if of one; else it has the one itself
 * @param base64 whether vectors are wanted as base64 of little-endian FP32 rather than as numbers
 * @param truncate our own extension: whether texts over the model's limit are cut there
 */
record EmbeddingsRequest(String model, List<EmbeddingInput> inputs, boolean several, boolean base64, boolean truncate) {

    /** A refusal of one item in the words of this call: what the function calls {@code text} its caller calls {@code input[3]}. */
    InferenceException inItsWords(InferenceException refused) {
        if (refused.item().isEmpty() || refused.parameter().isEmpty()) {
            return refused;
        }
        String theirs = refused.parameter().get();
        int element = theirs.indexOf('[');
        String ours = (several ? "input[" + refused.item().getAsInt() + "]" : "input")
                + (element < 0 ? "" : theirs.substring(element));
        return refused.renamed(ours);
    }
}
