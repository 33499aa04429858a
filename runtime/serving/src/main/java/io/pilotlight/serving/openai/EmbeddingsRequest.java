package io.pilotlight.serving.openai;

import java.util.List;

/**
 * A call of {@code /v1/embeddings}, read and checked.
 *
 * @param base64 whether vectors are wanted as base64 of little-endian FP32 rather than as numbers
 * @param truncate our own extension: whether texts over the model's limit are cut there
 */
record EmbeddingsRequest(String model, List<String> texts, boolean base64, boolean truncate) {}
