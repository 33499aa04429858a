/**
 * The typed function as plain JSON, {@code POST /<function>}. Funqy declares the function; its own HTTP binding can
 * set neither status nor headers, so this one takes its place.
 */
@NullMarked
package io.pilotlight.serving.typed;

import org.jspecify.annotations.NullMarked;
