package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.serving.openinference.wire.ModelInferRequest;
import io.pilotlight.serving.openinference.wire.ModelInferRequest.InferInputTensor;
import io.pilotlight.serving.repository.Model;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcInferReaderTest {

    /** They lie in the middle of the message: the bytes before them are none of theirs. */
    @Test
    void read_rawBooleans_areTakenFromWhereTheyLie() {
        Signature flags = new Signature(List.of(new TensorSpec("b", DataType.BOOL, Shape.of(-1))), List.of());
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder()
                        .setName("b")
                        .setDatatype("BOOL")
                        .addShape(2))
                .addRawInputContents(ByteString.copyFrom(new byte[] {0, 1}))
                .build();
        ModelInferRequest received =
                GrpcInferReader.message(GrpcMessage.of(request).getBytes());

        GrpcInferReader reader = new GrpcInferReader(new InputCheck(flags, Model.UNBOUNDED));

        assertThat(reader.read(received).inputs().numeric("b").data()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1}));
    }
}
