/**
 * The models of a process, as the protocols that speak of tensors see them: each a {@link
 * io.pilotlight.serving.repository.Model}, found in the one {@link io.pilotlight.serving.repository.ModelRepository}. A
 * typed function is a repository of one model; {@code functions/onnx} has one of as many as its folder holds.
 */
@NullMarked
package io.pilotlight.serving.repository;

import org.jspecify.annotations.NullMarked;
