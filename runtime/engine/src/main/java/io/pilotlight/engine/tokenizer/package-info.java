/** Text to token ids, as the model's own {@code tokenizer.json} says. Only this package knows the tokenizer library. */
@NullMarked
package io.pilotlight.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
