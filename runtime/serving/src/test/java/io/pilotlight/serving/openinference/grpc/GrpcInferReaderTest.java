package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcInferReaderTest {

    private static final Signature FLAGS = new Signature(
            List.of(new TensorSpec("b", DataType.BOOL, Shape.of(-1))),
            List.of(new TensorSpec("b", DataType.BOOL, Shape.of(-1))));

    /** They lie in the middle of the message: the bytes before them are none of theirs. */
    @Test
    void read_rawBooleans_areTakenFromWhereTheyLie() {
        assertThat(read(request()).inputs().numeric("b").data()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1}));
    }

    @Test
    void read_moreThanAHundredParameters_areRefused() {
        ModelInferRequest.Builder request = request().putAllParameters(parameters(100));

        assertThat(read(request).parameters()).hasSize(100);
        requireRefused(request.putAllParameters(parameters(101)), "parameters");
    }

    /** What says nothing has been read as well. */
    @Test
    void read_moreThanAHundredParametersWithoutAValue_areRefused() {
        ModelInferRequest.Builder request = request();
        parameters(101).keySet().forEach(name -> request.putParameters(name, InferParameter.getDefaultInstance()));

        requireRefused(request, "parameters");
    }

    @Test
    void read_moreThanAHundredParametersOfAnInput_areRefused() {
        ModelInferRequest.Builder request = request();
        request.getInputsBuilder(0).putAllParameters(parameters(100));

        assertThat(read(request).inputs().byName()).hasSize(1);
        request.getInputsBuilder(0).putAllParameters(parameters(101));
        requireRefused(request, "inputs[0].parameters");
    }

    @Test
    void read_moreThanAHundredParametersOfAnOutput_areRefused() {
        ModelInferRequest.Builder request = request();
        request.addOutputsBuilder().setName("b").putAllParameters(parameters(100));

        assertThat(read(request).outputs()).hasSize(1);
        request.getOutputsBuilder(0).putAllParameters(parameters(101));
        requireRefused(request, "outputs[0].parameters");
    }

    private static void requireRefused(ModelInferRequest.Builder request, String where) {
        Refusal.of(() -> read(request))
                .is(ErrorCode.INVALID_REQUEST)
                .names(where)
                .says(where + ": expected at most 100 parameters, got more");
    }

    private static Map<String, InferParameter> parameters(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "p" + i, i -> InferParameter.newBuilder()
                .setInt64Param(i)
                .build()));
    }

    private static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder()
                .addInputs(InferInputTensor.newBuilder()
                        .setName("b")
                        .setDatatype("BOOL")
                        .addShape(2))
                .addRawInputContents(ByteString.copyFrom(new byte[] {0, 1}));
    }

    private static InferRequest read(ModelInferRequest.Builder request) {
        ModelInferRequest received =
                GrpcInferReader.message(GrpcMessage.of(request.build()).getBytes());
        return new GrpcInferReader(new InputCheck(FLAGS, ModelDescription.UNBOUNDED)).read(received);
    }
}
