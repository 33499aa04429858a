/**
 * The part of OpenAI's API that serves embeddings: {@code /v1/models} and {@code /v1/embeddings}.
 */
@NullMarked
package io.pilotlight.serving.openai;

import org.jspecify.annotations.NullMarked;
