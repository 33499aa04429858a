package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.BinaryTensors;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.GrpcCalls;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;
import io.pilotlight.wire.openinference.message.GRPCInferenceServiceGrpc;
import io.pilotlight.wire.openinference.message.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.InferTensorContents;
import io.pilotlight.wire.openinference.message.ModelConfigRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;
import io.pilotlight.wire.openinference.message.ModelInferResponse;
import io.pilotlight.wire.openinference.message.ModelMetadataRequest;
import io.pilotlight.wire.openinference.message.ModelReadyRequest;
import io.pilotlight.wire.openinference.message.ModelStatisticsRequest;
import io.pilotlight.wire.openinference.message.ModelStreamInferResponse;
import io.pilotlight.wire.openinference.message.RepositoryIndexRequest;
import io.pilotlight.wire.openinference.message.RepositoryModelLoadRequest;
import io.pilotlight.wire.openinference.message.ServerLiveRequest;
import io.pilotlight.wire.openinference.message.ServerLiveResponse;
import io.pilotlight.wire.openinference.message.ServerMetadataRequest;
import io.pilotlight.wire.openinference.message.ServerReadyRequest;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The Open Inference Protocol over gRPC, by gRPC's own client for Java. */
@ExtendWith(SharedFunction.class)
class GrpcIT {

    private static final int DIMENSIONS = 384;

    private final FunctionProcess function;
    private ManagedChannel channel;
    private GRPCInferenceServiceBlockingStub stub;

    GrpcIT(FunctionProcess function) {
        this.function = function;
    }

    @BeforeEach
    void connect() {
        channel = GrpcCalls.channel(function);
        stub = GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private static ByteString raw(String text) {
        return ByteString.copyFrom(BinaryTensors.element(text));
    }

    private static float[] embedding(ModelInferResponse response, int row) {
        ByteBuffer data =
                response.getRawOutputContents(0).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[DIMENSIONS];
        data.asFloatBuffer().get(row * DIMENSIONS, floats);
        return floats;
    }

    private float[] overHttp(String text) {
        Answer answer = function.send(Request.post("/embed", "{\"text\": \"" + text + "\"}"));
        return Json.floats(answer.json().get("embedding"));
    }

    @Test
    void healthAndMetadata() {
        assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
        assertThat(stub.modelReady(
                                ModelReadyRequest.newBuilder().setName("embed").build())
                        .getReady())
                .isTrue();
        assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance())
                        .getExtensionsList())
                .contains("binary_tensor_data");
        assertThat(stub.modelMetadata(ModelMetadataRequest.newBuilder()
                                .setName("embed")
                                .setVersion("1")
                                .build())
                        .getOutputs(0)
                        .getShapeList())
                .containsExactly(-1L, (long) DIMENSIONS);
        assertThat(stub.modelConfig(
                                ModelConfigRequest.newBuilder().setName("embed").build())
                        .getConfig()
                        .getMaxBatchSize())
                .isGreaterThan(1);
        assertThat(stub.repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                        .getModels(0)
                        .getState())
                .isEqualTo("READY");
    }

    @Test
    void elementsInTheirFieldsAndAsRawBytesGiveWhatHttpGives() {
        ModelInferRequest fields = GrpcCalls.texts("a card", "a pin");
        ModelInferRequest bytes = fields.toBuilder()
                .setInputs(0, fields.getInputs(0).toBuilder().clearContents())
                .addRawInputContents(raw("a card").concat(raw("a pin")))
                .build();

        for (ModelInferRequest request : List.of(fields, bytes)) {
            ModelInferResponse response = stub.modelInfer(request);
            assertThat(response.getId()).isEqualTo("r-1");
            assertThat(response.getModelVersion()).isEqualTo("1");
            assertThat(response.getOutputs(0).getName()).isEqualTo("embedding");
            assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, (long) DIMENSIONS);
            assertThat(embedding(response, 0)).isEqualTo(overHttp("a card"));
            assertThat(embedding(response, 1)).isEqualTo(overHttp("a pin"));
        }
    }

    @Test
    void parametersAndOutputsThatAreAskedFor() {
        ModelInferResponse response = stub.modelInfer(GrpcCalls.texts("word ".repeat(1_000)).toBuilder()
                .putParameters(
                        "truncate",
                        InferParameter.newBuilder().setBoolParam(true).build())
                .addOutputs(ModelInferRequest.InferRequestedOutputTensor.newBuilder()
                        .setName("tokens"))
                .build());

        assertThat(response.getOutputsList()).hasSize(1);
        assertThat(response.getRawOutputContents(0)
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt())
                .isEqualTo(256);
    }

    @Test
    void statisticsCount() {
        ModelStatisticsRequest request = ModelStatisticsRequest.getDefaultInstance();
        long before = stub.modelStatistics(request).getModelStats(0).getInferenceCount();
        stub.modelInfer(GrpcCalls.texts("a", "b", "c"));
        assertThat(stub.modelStatistics(request).getModelStats(0).getInferenceCount() - before)
                .isEqualTo(3);
    }

    static Stream<WrongRequest> wrongRequests() {
        return Stream.of(
                new WrongRequest("another model", r -> r.setModelName("other"), Status.Code.NOT_FOUND, "other"),
                new WrongRequest("another version", r -> r.setModelVersion("7"), Status.Code.NOT_FOUND, "version"),
                new WrongRequest(
                        "no input", ModelInferRequest.Builder::clearInputs, Status.Code.INVALID_ARGUMENT, "text"),
                new WrongRequest(
                        "an unknown input", r -> input(r).setName("x"), Status.Code.INVALID_ARGUMENT, "`x`: unknown"),
                new WrongRequest(
                        "another type", r -> input(r).setDatatype("FP32"), Status.Code.INVALID_ARGUMENT, "got FP32"),
                new WrongRequest(
                        "no type", r -> input(r).setDatatype("TEXT"), Status.Code.INVALID_ARGUMENT, "\"TEXT\""),
                new WrongRequest(
                        "a shape below zero", r -> input(r).setShape(0, -1), Status.Code.INVALID_ARGUMENT, "[-1]"),
                new WrongRequest(
                        "a shape of nothing", r -> input(r).setShape(0, 0), Status.Code.INVALID_ARGUMENT, "[0]"),
                new WrongRequest(
                        "too many items",
                        r -> input(r).setShape(0, 1L << 40),
                        Status.Code.RESOURCE_EXHAUSTED,
                        "at most 2048 items"),
                new WrongRequest(
                        "fewer elements", r -> input(r).setShape(0, 2), Status.Code.INVALID_ARGUMENT, "2 elements"),
                new WrongRequest(
                        "elements in another field",
                        r -> input(r).setContents(
                                        InferTensorContents.newBuilder().addFp32Contents(1)),
                        Status.Code.INVALID_ARGUMENT,
                        "bytes_contents"),
                new WrongRequest(
                        "elements twice",
                        r -> r.addRawInputContents(raw("a")),
                        Status.Code.INVALID_ARGUMENT,
                        "got both"),
                new WrongRequest(
                        "raw bytes for an input too many",
                        r -> r.addRawInputContents(raw("a")).addRawInputContents(raw("a")),
                        Status.Code.INVALID_ARGUMENT,
                        "got 2"),
                new WrongRequest(
                        "an unknown output",
                        r -> r.addOutputsBuilder().setName("y"),
                        Status.Code.INVALID_ARGUMENT,
                        "`y`: unknown"),
                new WrongRequest(
                        "a blank text",
                        r -> input(r).setContents(InferTensorContents.newBuilder()
                                .addBytesContents(ByteString.copyFromUtf8(" "))),
                        Status.Code.INVALID_ARGUMENT,
                        "blank"),
                new WrongRequest(
                        "a text that is no UTF-8",
                        r -> input(r).setContents(InferTensorContents.newBuilder()
                                .addBytesContents(ByteString.copyFrom(new byte[] {(byte) 0xC0, (byte) 0xAF}))),
                        Status.Code.INVALID_ARGUMENT,
                        "UTF-8"));
    }

    private static InferInputTensor.Builder input(ModelInferRequest.Builder request) {
        return request.getInputsBuilder(0);
    }

    record WrongRequest(String what, Consumer<ModelInferRequest.Builder> change, Status.Code code, String says) {

        ModelInferRequest request() {
            ModelInferRequest.Builder request = GrpcCalls.texts("a card").toBuilder();
            change.accept(request);
            return request.build();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void aWrongRequestIsRefusedWithAReason(WrongRequest wrong) {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.modelInfer(wrong.request()));

        assertThat(refused.getStatus().getCode()).isEqualTo(wrong.code());
        assertThat(refused.getStatus().getDescription()).contains(wrong.says());
    }

    @Test
    void aFunctionCannotBeLoaded() {
        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName("embed")
                        .build()));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aMethodThatThereIsNotIsUnimplemented() {
        MethodDescriptor<ServerLiveRequest, ServerLiveResponse> unknown =
                GRPCInferenceServiceGrpc.getServerLiveMethod().toBuilder()
                        .setFullMethodName("inference.GRPCInferenceService/ServerDead")
                        .build();

        StatusRuntimeException refused = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel, unknown, CallOptions.DEFAULT, ServerLiveRequest.getDefaultInstance()));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refused.getStatus().getDescription()).contains("ServerDead");
    }

    @Test
    void whatIsNoGrpcIsRefusedInWordsOfHttp() {
        String path = "/inference.GRPCInferenceService/ModelInfer";

        assertThat(function.send(Request.post(path, "{}")).status()).isEqualTo(415);
        assertThat(function.send(Request.get(path)).status()).isEqualTo(405);
        assertThat(function.send(Request.post("/inference.GRPCInferenceService/Other", "{}"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCompressedMessageIsUnimplemented() {
        StatusRuntimeException refused =
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.withCompression("gzip")
                        .modelInfer(GrpcCalls.texts("word ".repeat(100))));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aTimeoutOfZeroIsNone() {
        InferParameter zero = InferParameter.newBuilder().setInt64Param(0).build();
        InferParameter unsigned =
                InferParameter.newBuilder().setUint64Param(30_000_000).build();

        for (InferParameter timeout : List.of(zero, unsigned)) {
            ModelInferRequest request = GrpcCalls.texts("a card").toBuilder()
                    .putParameters("timeout", timeout)
                    .build();
            assertThat(stub.modelInfer(request).getOutputsList()).hasSize(2);
        }
    }

    @Test
    void aDeadlineOfGrpcIsADeadline() {
        StatusRuntimeException late = catchThrowableOfType(
                StatusRuntimeException.class, () -> stub.withDeadlineAfter(1, TimeUnit.MILLISECONDS)
                        .modelInfer(GrpcCalls.texts("word ".repeat(200))));

        assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aStreamAnswersEachRequestInItsOrderAndGoesOnAfterAWrongOne() throws Exception {
        List<ModelStreamInferResponse> answers = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> requests = GRPCInferenceServiceGrpc.newStub(channel)
                .modelStreamInfer(new StreamObserver<>() {
                    @Override
                    public void onNext(ModelStreamInferResponse answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        done.complete(null);
                    }
                });

        for (int i = 0; i < 20; i++) {
            requests.onNext(GrpcCalls.texts(i == 5 ? " " : "text " + i).toBuilder()
                    .setId("r-" + i)
                    .build());
        }
        requests.onCompleted();
        done.get(30, TimeUnit.SECONDS);

        assertThat(answers).hasSize(20);
        for (int i = 0; i < 20; i++) {
            ModelStreamInferResponse answer = answers.get(i);
            assertThat(answer.getInferResponse().getId()).isEqualTo("r-" + i);
            assertThat(answer.getErrorMessage().isEmpty()).isEqualTo(i != 5);
        }
        assertThat(embedding(answers.get(7).getInferResponse(), 0)).isEqualTo(overHttp("text 7"));
    }
}
