package io.pilotlight.tests.process;

import io.pilotlight.wire.openinference.message.InferTensorContents;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

/** What tests that speak gRPC to {@code embed} have in common. */
public final class GrpcCalls {

    private GrpcCalls() {}

    /** A channel to the function, which whoever asks for it shuts down. */
    public static ManagedChannel channel(FunctionProcess function) {
        return NettyChannelBuilder.forAddress("localhost", function.address().getPort())
                .usePlaintext()
                .build();
    }

    /** A request for their embeddings, with the id {@code r-1}. */
    public static ModelInferRequest texts(String... texts) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (String text : texts) {
            contents.addBytesContents(ByteString.copyFromUtf8(text));
        }
        return ModelInferRequest.newBuilder()
                .setModelName("embed")
                .setId("r-1")
                .addInputs(InferInputTensor.newBuilder()
                        .setName("text")
                        .setDatatype("BYTES")
                        .addShape(texts.length)
                        .setContents(contents))
                .build();
    }
}
