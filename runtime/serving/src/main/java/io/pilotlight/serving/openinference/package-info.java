/**
 * The Open Inference Protocol, version 2, over HTTP ({@code /v2/...}) and gRPC ({@code Grpc...}). Tensors are read straight
 * from the JSON stream, never through a tree, or taken from where they lie as binary data. What both ways share is
 * {@link io.pilotlight.serving.openinference.FunctionModel}, {@link io.pilotlight.serving.openinference.InputCheck} and
 * {@link io.pilotlight.serving.openinference.InferRequest}.
 */
@NullMarked
package io.pilotlight.serving.openinference;

import org.jspecify.annotations.NullMarked;
