package io.pilotlight.serving.openinference;

import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.http.Exchange;
import io.pilotlight.serving.http.GrpcStatus;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.http.RouteTable;
import io.pilotlight.serving.http.Routes;
import io.pilotlight.serving.openinference.wire.ModelConfigRequest;
import io.pilotlight.serving.openinference.wire.ModelInferRequest;
import io.pilotlight.serving.openinference.wire.ModelMetadataRequest;
import io.pilotlight.serving.openinference.wire.ModelReadyRequest;
import io.pilotlight.serving.openinference.wire.ModelReadyResponse;
import io.pilotlight.serving.openinference.wire.ModelStatisticsRequest;
import io.pilotlight.serving.openinference.wire.ModelStreamInferResponse;
import io.pilotlight.serving.openinference.wire.RepositoryIndexRequest;
import io.pilotlight.serving.openinference.wire.RepositoryModelLoadRequest;
import io.pilotlight.serving.openinference.wire.RepositoryModelUnloadRequest;
import io.pilotlight.serving.openinference.wire.ServerLiveRequest;
import io.pilotlight.serving.openinference.wire.ServerLiveResponse;
import io.pilotlight.serving.openinference.wire.ServerMetadataRequest;
import io.pilotlight.serving.openinference.wire.ServerReadyRequest;
import io.pilotlight.serving.openinference.wire.ServerReadyResponse;
import io.pilotlight.serving.telemetry.InferenceStatistics;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.function.Function;

/** The Open Inference Protocol over gRPC, on the same port as everything else (HTTP/2 without encryption, known beforehand). */
@Singleton
public class GrpcRoutes implements Routes {

    private static final String SERVICE = "/inference.GRPCInferenceService/";

    private final FunctionModel model;
    private final GrpcInferReader reader;
    private final GrpcDescriptions descriptions;

    @Inject
    GrpcRoutes(FunctionModel model, LimitsConfig limits, InferenceStatistics statistics) {
        this.model = model;
        this.reader = new GrpcInferReader(model.check());
        this.descriptions = new GrpcDescriptions(model.served(), limits.itemsPerRequest(), statistics);
    }

    @Override
    public void addTo(RouteTable table) {
        call(table, "ServerLive", ServerLiveRequest.parser(), request -> ServerLiveResponse.newBuilder()
                .setLive(true)
                .build());
        call(table, "ServerReady", ServerReadyRequest.parser(), request -> ServerReadyResponse.newBuilder()
                .setReady(model.isReady())
                .build());
        call(table, "ModelReady", ModelReadyRequest.parser(), request -> {
            model.require(request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder().setReady(model.isReady()).build();
        });
        call(table, "ServerMetadata", ServerMetadataRequest.parser(), request -> descriptions.server());
        call(table, "ModelMetadata", ModelMetadataRequest.parser(), request -> {
            model.require(request.getName(), request.getVersion());
            return descriptions.model();
        });
        call(table, "ModelConfig", ModelConfigRequest.parser(), request -> {
            model.require(request.getName(), request.getVersion());
            return descriptions.configuration();
        });
        call(table, "ModelStatistics", ModelStatisticsRequest.parser(), request -> {
            if (!request.getName().isEmpty()) {
                model.require(request.getName(), request.getVersion());
            }
            return descriptions.statistics();
        });
        call(
                table,
                "RepositoryIndex",
                RepositoryIndexRequest.parser(),
                request -> descriptions.repository(model.isReady(), request.getReady()));
        call(
                table,
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.parser(),
                request -> refuseToChange(request.getModelName()));
        call(
                table,
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.parser(),
                request -> refuseToChange(request.getModelName()));
        table.call(SERVICE + "ModelInfer", this::infer);
        table.messages(SERVICE + "ModelStreamInfer", GrpcMessage.PREFIX_BYTES, this::inferInStream);
    }

    private static <T extends MessageLite> void call(
            RouteTable table, String method, Parser<T> parser, Function<T, MessageLite> answer) {
        table.call(
                SERVICE + method,
                exchange -> GrpcStatus.ok(GrpcMessage.of(answer.apply(GrpcMessage.read(exchange.body(), parser)))));
    }

    private MessageLite refuseToChange(String name) {
        model.require(name, "");
        throw model.cannotChange();
    }

    private Reply infer(Exchange exchange) {
        ModelInferRequest message = GrpcMessage.read(exchange.body(), ModelInferRequest.parser());
        InferRequest request = request(exchange, message);
        FunctionModel.Answer answer = model.infer(request, exchange.call());
        Reply reply =
                GrpcStatus.ok(GrpcInferWriter.message(model.name(), FunctionModel.VERSION, request, answer.outputs()));
        return AnswerDigest.on(reply, model.served().answerDigest()).with(answer.timing());
    }

    private InferRequest request(Exchange exchange, ModelInferRequest message) {
        model.require(message.getModelName(), message.getModelVersion());
        AnswerDigest.require(exchange, model.served().answerDigest());
        return reader.read(message);
    }

    /** In a stream a request that fails is answered, too: its neighbours go on. */
    private Buffer inferInStream(Exchange exchange) {
        ModelStreamInferResponse.Builder response = ModelStreamInferResponse.newBuilder();
        try {
            ModelInferRequest message = GrpcMessage.read(exchange.body(), ModelInferRequest.parser());
            response.getInferResponseBuilder().setId(message.getId());
            InferRequest request = request(exchange, message);
            FunctionModel.Answer answer = model.infer(request, exchange.call());
            response.setInferResponse(
                    GrpcInferWriter.whole(model.name(), FunctionModel.VERSION, request, answer.outputs()));
        } catch (InferenceException e) {
            response.setErrorMessage(String.valueOf(e.getMessage()));
        }
        return GrpcMessage.of(response.build());
    }
}
