package io.pilotlight.serving.openai;

/**
 * An embedding model that also takes texts which their senders have tokenized, as lists of token ids.
 *
 * <p>Its item for such a list is another record than {@code I}: what the other protocols take is what {@code I} says, and
 * token ids are none of it. Both go the same way through the function, whose handler must take either.
 *
 * @param <I> the function's item, a text
 * @param <O> its result
 */
public interface TokenEmbeddingModel<I extends Record, O extends Record> extends EmbeddingModel<I, O> {

    /** How many tokens of one text the model reads. */
    int maxTokens();

    /**
     * The item for a list of token ids, of which the model is the judge: {@link #maxTokens} of them at most, and one more
     * where the caller gave more.
     */
    Record item(long[] ids, boolean truncate);
}
