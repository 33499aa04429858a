/**
 * Text to a normalised embedding of 384 dimensions, by MiniLM in int8. {@link io.pilotlight.functions.embed.Embed}
 * declares the function; {@link io.pilotlight.functions.embed.MiniLm} is its handler.
 */
@NullMarked
package io.pilotlight.functions.embed;

import org.jspecify.annotations.NullMarked;
