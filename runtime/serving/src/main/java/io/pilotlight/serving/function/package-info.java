/**
 * A typed function in its process: loaded, nested, called by Funqy's registry, served as plain JSON ({@code POST
 * /<function>}) and as the only model of its repository. Funqy declares the function; its own HTTP binding can set neither
 * status nor headers, so ours takes its place.
 */
@NullMarked
package io.pilotlight.serving.function;

import org.jspecify.annotations.NullMarked;
