package io.pilotlight.serving.openai;

/** One thing to embed. */
sealed interface EmbeddingInput {

    record Text(String text) implements EmbeddingInput {}

    /**
     * A text that its sender has tokenized.
     *
     * @param ids no more than one over the model's limit, whatever was sent
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record TokenIds(long[] ids) implements EmbeddingInput {}
}
