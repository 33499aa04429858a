package io.pilotlight.functions.embed;

import io.pilotlight.serving.item.Length;

/**
 * What the function gives.
 *
 * @param embedding of length 1: the cosine of two of them is their dot product
 * @param tokens of the text that were read, the two that mark its begin and end included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Embedding(@Length(384) float[] embedding, int tokens) {}
