/** The Open Inference Protocol over gRPC, {@code inference.GRPCInferenceService}, on the port of everything else. */
@NullMarked
package io.pilotlight.serving.openinference.grpc;

import org.jspecify.annotations.NullMarked;
