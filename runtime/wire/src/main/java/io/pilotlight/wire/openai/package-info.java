/** What OpenAI's API tells of models: {@code /v1/models}. */
@NullMarked
package io.pilotlight.wire.openai;

import org.jspecify.annotations.NullMarked;
