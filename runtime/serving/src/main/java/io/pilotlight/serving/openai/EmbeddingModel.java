package io.pilotlight.serving.openai;

/**
 * What a function that embeds texts adds to its definition, to be served as OpenAI's {@code /v1/embeddings} too.
 *
 * @param <I> the function's item
 * @param <O> its result
 */
public interface EmbeddingModel<I extends Record, O extends Record> {

    /** The item for a text. */
    I item(String text, boolean truncate);

    /** The result's vector. */
    float[] vector(O result);

    /** How many tokens the text took, for the bill. */
    int tokens(O result);
}
