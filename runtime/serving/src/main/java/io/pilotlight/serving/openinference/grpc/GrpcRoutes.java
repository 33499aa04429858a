package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ModelConfiguration;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.serving.openinference.wire.ModelConfigRequest;
import io.pilotlight.serving.openinference.wire.ModelInferRequest;
import io.pilotlight.serving.openinference.wire.ModelMetadataRequest;
import io.pilotlight.serving.openinference.wire.ModelReadyRequest;
import io.pilotlight.serving.openinference.wire.ModelReadyResponse;
import io.pilotlight.serving.openinference.wire.ModelStatistics;
import io.pilotlight.serving.openinference.wire.ModelStatisticsRequest;
import io.pilotlight.serving.openinference.wire.RepositoryIndexRequest;
import io.pilotlight.serving.openinference.wire.RepositoryModelLoadRequest;
import io.pilotlight.serving.openinference.wire.RepositoryModelLoadResponse;
import io.pilotlight.serving.openinference.wire.RepositoryModelUnloadRequest;
import io.pilotlight.serving.openinference.wire.RepositoryModelUnloadResponse;
import io.pilotlight.serving.openinference.wire.ServerLiveRequest;
import io.pilotlight.serving.openinference.wire.ServerLiveResponse;
import io.pilotlight.serving.openinference.wire.ServerMetadataRequest;
import io.pilotlight.serving.openinference.wire.ServerReadyRequest;
import io.pilotlight.serving.openinference.wire.ServerReadyResponse;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.function.Function;

/** The Open Inference Protocol over gRPC, on the same port as everything else (HTTP/2 without encryption, known beforehand). */
@Singleton
public class GrpcRoutes implements Routes {

    private static final String SERVICE = "/inference.GRPCInferenceService/";

    private final ServedModels models;

    @Inject
    GrpcRoutes(ServedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        describeServer(table);
        describeModels(table);
        changeModels(table);
        table.call(SERVICE + "ModelInfer", this::infer);
        table.messages(SERVICE + "ModelStreamInfer", GrpcMessage.PREFIX_BYTES, new GrpcInferStream(models));
    }

    private void describeServer(RouteTable table) {
        call(table, "ServerLive", ServerLiveRequest.parser(), request -> ServerLiveResponse.newBuilder()
                .setLive(true)
                .build());
        call(table, "ServerReady", ServerReadyRequest.parser(), request -> ServerReadyResponse.newBuilder()
                .setReady(models.isReady())
                .build());
        call(table, "ServerMetadata", ServerMetadataRequest.parser(), request -> GrpcDescriptions.server());
    }

    private void describeModels(RouteTable table) {
        call(table, "ModelReady", ModelReadyRequest.parser(), request -> ModelReadyResponse.newBuilder()
                .setReady(models.isReady(request.getName(), request.getVersion()))
                .build());
        call(
                table,
                "ModelMetadata",
                ModelMetadataRequest.parser(),
                request -> models.use(
                        request.getName(),
                        request.getVersion(),
                        model -> GrpcDescriptions.model(
                                model, models.readyVersions(model.id().name()))));
        call(
                table,
                "ModelConfig",
                ModelConfigRequest.parser(),
                request -> models.use(
                        request.getName(),
                        request.getVersion(),
                        model -> GrpcDescriptions.configuration(ModelConfiguration.of(model))));
        call(
                table,
                "ModelStatistics",
                ModelStatisticsRequest.parser(),
                request -> GrpcDescriptions.statistics(statistics(request)));
    }

    private List<ModelStatistics> statistics(ModelStatisticsRequest request) {
        return request.getName().isEmpty()
                ? models.ofAllReady(GrpcDescriptions::statisticsOf)
                : List.of(models.use(request.getName(), request.getVersion(), GrpcDescriptions::statisticsOf));
    }

    private void changeModels(RouteTable table) {
        call(
                table,
                "RepositoryIndex",
                RepositoryIndexRequest.parser(),
                request -> GrpcDescriptions.index(models.index(request.getReady())));
        call(table, "RepositoryModelLoad", RepositoryModelLoadRequest.parser(), request -> {
            ServedModels.requireNoLoadParameters(request.getParametersCount());
            models.repository().load(request.getModelName());
            return RepositoryModelLoadResponse.getDefaultInstance();
        });
        call(table, "RepositoryModelUnload", RepositoryModelUnloadRequest.parser(), request -> {
            models.repository().unload(request.getModelName());
            return RepositoryModelUnloadResponse.getDefaultInstance();
        });
    }

    private static <T extends Message> void call(
            RouteTable table, String method, Parser<T> parser, Function<T, MessageLite> answer) {
        table.call(
                SERVICE + method,
                exchange -> GrpcStatus.ok(GrpcMessage.of(answer.apply(GrpcMessage.read(exchange.body(), parser)))));
    }

    private Reply infer(Exchange exchange) {
        ModelInferRequest message = GrpcInferReader.message(exchange.body());
        return models.use(message.getModelName(), message.getModelVersion(), model -> {
            InferRequest request = request(model, exchange, message);
            Model.Answer answer = ServedModels.answer(model, request, exchange.call());
            Reply reply = GrpcStatus.ok(GrpcInferWriter.message(model.id(), request, answer.outputs()));
            return AnswerDigest.on(reply, model.answerDigest())
                    .with(answer.cacheUse())
                    .with(answer.timing());
        });
    }

    static InferRequest request(Model model, Exchange exchange, ModelInferRequest message) {
        AnswerDigest.require(exchange, model.answerDigest());
        return new GrpcInferReader(ServedModels.check(model)).read(message);
    }
}
