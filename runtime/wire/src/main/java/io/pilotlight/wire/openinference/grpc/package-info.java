/**
 * The Open Inference Protocol over gRPC, {@code inference.GRPCInferenceService}, on the port of everything else: its messages, and the
 * methods that describe.
 */
@NullMarked
package io.pilotlight.wire.openinference.grpc;

import org.jspecify.annotations.NullMarked;
