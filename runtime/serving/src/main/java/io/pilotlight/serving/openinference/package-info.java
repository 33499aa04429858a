/**
 * The Open Inference Protocol, version 2, over REST: {@code /v2/...}. Tensors are read straight from the JSON
 * stream, never through a tree.
 */
@NullMarked
package io.pilotlight.serving.openinference;

import org.jspecify.annotations.NullMarked;
