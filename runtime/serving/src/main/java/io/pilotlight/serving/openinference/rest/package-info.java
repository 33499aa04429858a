/**
 * The Open Inference Protocol over HTTP, {@code /v2/...}. Tensors are read straight from the JSON stream, never through a
 * tree, or taken from where they lie as binary data after it.
 */
@NullMarked
package io.pilotlight.serving.openinference.rest;

import org.jspecify.annotations.NullMarked;
