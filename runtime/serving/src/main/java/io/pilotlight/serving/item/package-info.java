/**
 * Typed items as tensors: a function's input and output records, seen as the named tensors of the Open Inference
 * Protocol. A component that must be given is a tensor, one that may be absent is a parameter.
 */
@NullMarked
package io.pilotlight.serving.item;

import org.jspecify.annotations.NullMarked;
