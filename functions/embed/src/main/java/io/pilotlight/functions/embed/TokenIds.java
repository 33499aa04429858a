package io.pilotlight.functions.embed;

import org.jspecify.annotations.Nullable;

/**
 * A text that its sender has tokenized. A kind of item of its own, so that ids go to the model as they are and no surface
 * but OpenAI's knows of them; what comes after tokenizing is the same for both.
 *
 * @param ids as this model's tokenizer gives them, the two that mark begin and end included
 * @param truncate as of a {@link Text}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenIds(long[] ids, @Nullable Boolean truncate) implements Passage {}
