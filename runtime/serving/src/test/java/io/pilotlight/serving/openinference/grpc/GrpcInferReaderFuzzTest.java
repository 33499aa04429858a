package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.EchoModel;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.wire.ReaderContract;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.InferTensorContents;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferRequestedOutputTensor;
import io.pilotlight.wire.openinference.message.ModelInferResponse;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent to a model by gRPC. A case is a letter for the model and a protocol buffer; after a letter in upper case, a
 * message with a prefix of its own.
 */
class GrpcInferReaderFuzzTest {

    private static final Call CALL = new Call(LatencyTier.INTERACTIVE, new Deadline(0));

    static Stream<byte[]> requests() {
        ModelInferRequest texts = request(input(
                        "text",
                        "BYTES",
                        InferTensorContents.newBuilder()
                                .addBytesContents(ByteString.copyFromUtf8("a card"))
                                .addBytesContents(ByteString.EMPTY),
                        2))
                .setModelName("echo")
                .setModelVersion("1")
                .setId("7")
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("text"))
                .putParameters(
                        "timeout",
                        InferParameter.newBuilder().setInt64Param(5_000).build())
                .putParameters(
                        "priority",
                        InferParameter.newBuilder().setUint64Param(1).build())
                .putParameters(
                        "flag", InferParameter.newBuilder().setBoolParam(true).build())
                .build();
        ModelInferRequest typed = request(
                        input("text", "BYTES", InferTensorContents.newBuilder().addBytesContents(ByteString.EMPTY), 1),
                        input("vector", "FP32", InferTensorContents.newBuilder().addFp32Contents(1.5f), 1, 1),
                        input(
                                "number",
                                "INT64",
                                InferTensorContents.newBuilder().addInt64Contents(-1),
                                1),
                        input("flag", "BOOL", InferTensorContents.newBuilder().addBoolContents(true), 1))
                .putParameters(
                        "count", InferParameter.newBuilder().setDoubleParam(3).build())
                .putParameters(
                        "name", InferParameter.newBuilder().setStringParam("n").build())
                .build();
        ModelInferRequest narrow = request(
                        input("w", "UINT32", InferTensorContents.newBuilder().addUintContents(-1), 1),
                        input("o", "UINT8", InferTensorContents.newBuilder().addUintContents(255), 1),
                        input("p", "INT16", InferTensorContents.newBuilder().addIntContents(-1), 1))
                .build();
        ModelInferRequest raw = request(input("b", "BOOL", 2), input("s", "BYTES", 1, 2))
                .addRawInputContents(ByteString.copyFrom(new byte[] {0, 1}))
                .addRawInputContents(ByteString.copyFrom(new byte[] {1, 0, 0, 0, 'a', 0, 0, 0, 0}))
                .build();
        ModelInferRequest halves = request(input("h", "FP16", 2), input("g", "BF16"))
                .addRawInputContents(ByteString.copyFrom(new byte[4]))
                .addRawInputContents(ByteString.copyFrom(new byte[2]))
                .build();
        return Stream.of(
                sent('t', texts.toByteArray()),
                sent('T', GrpcMessage.of(texts).getBytes()),
                sent('r', typed.toByteArray()),
                sent('w', narrow.toByteArray()),
                sent('b', raw.toByteArray()),
                sent('h', halves.toByteArray()));
    }

    private static ModelInferRequest.Builder request(InferInputTensor.Builder... inputs) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder();
        Stream.of(inputs).forEach(request::addInputs);
        return request;
    }

    private static InferInputTensor.Builder input(String name, String type, long... shape) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(type)
                .addAllShape(LongStream.of(shape).boxed().toList());
    }

    private static InferInputTensor.Builder input(
            String name, String type, InferTensorContents.Builder contents, long... shape) {
        return input(name, type, shape).setContents(contents);
    }

    private static byte[] sent(char model, byte[] message) {
        return ByteBuffer.allocate(1 + message.length)
                .put((byte) model)
                .put(message)
                .array();
    }

    @MethodSource("requests")
    @DictionaryEntries({"BYTES", "FP32", "INT64", "BOOL", "UINT16", "timeout", "priority", "count", "name"})
    @FuzzTest
    void request_ofAnyBytes_isAnsweredOrRefused(byte[] sent) {
        if (sent.length == 0) {
            return;
        }
        EchoModel model = model(sent);
        byte[] body = body(sent);
        ReaderContract.read(sent.length, () -> echo(model, body)).ifPresent(echo -> requireSame(model, echo));
    }

    /** Fuzzing starts from these: what is refused at once leads nowhere. */
    @ParameterizedTest
    @MethodSource("requests")
    void request_ofTheseAlready_isAnswered(byte[] sent) {
        assertThat(echo(model(sent), body(sent)).outputs().byName()).isNotEmpty();
    }

    private static EchoModel model(byte[] sent) {
        return EchoModel.of((byte) Character.toLowerCase((char) sent[0]));
    }

    private static byte[] body(byte[] sent) {
        byte[] rest = Arrays.copyOfRange(sent, 1, sent.length);
        return Character.isUpperCase((char) sent[0]) ? rest : framed(rest);
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(GrpcMessage.PREFIX_BYTES + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private record Echo(InferRequest request, Tensors outputs) {}

    private static Echo echo(EchoModel model, byte[] body) {
        ModelInferRequest message = GrpcInferReader.message(body);
        InferRequest request = new GrpcInferReader(ServedModels.check(model)).read(message);
        return new Echo(request, ServedModels.answer(model, request, CALL).outputs());
    }

    /** That the answer reads as what was sent, however it is put together. */
    private static void requireSame(EchoModel model, Echo echo) {
        ModelInferResponse answer = GrpcInferWriter.whole(model.id(), echo.request(), echo.outputs());
        byte[] message = GrpcInferWriter.message(model.id(), echo.request(), echo.outputs())
                .getBytes();
        assertThat(GrpcMessage.read(message, ModelInferResponse.parser())).isEqualTo(answer);
        assertThat(answer.getId()).isEqualTo(echo.request().id().orElse(""));
        ModelInferRequest.Builder again = ModelInferRequest.newBuilder();
        answer.getOutputsList().forEach(output -> again.addInputsBuilder()
                .setName(output.getName())
                .setDatatype(output.getDatatype())
                .addAllShape(output.getShapeList()));
        again.addAllRawInputContents(answer.getRawOutputContentsList());
        GrpcInferReader reader = new GrpcInferReader(model.checkOf(echo.outputs()));
        EchoModel.requireSame(reader.read(again.build()).inputs(), echo.outputs());
    }
}
