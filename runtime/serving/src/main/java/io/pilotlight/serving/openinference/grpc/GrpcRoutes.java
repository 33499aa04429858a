package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.GrpcStatus;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.grpc.GrpcService;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.RepositoryModelLoadRequest;
import io.pilotlight.wire.openinference.message.RepositoryModelLoadResponse;
import io.pilotlight.wire.openinference.message.RepositoryModelUnloadRequest;
import io.pilotlight.wire.openinference.message.RepositoryModelUnloadResponse;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What the Open Inference Protocol over gRPC has models do; what it tells of them is {@code wire}'s. */
@Singleton
public class GrpcRoutes implements Routes {

    private final ServedModels models;

    @Inject
    GrpcRoutes(ServedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        table.call(GrpcService.PATH + "ModelInfer", this::infer);
        table.messages(GrpcService.PATH + "ModelStreamInfer", GrpcMessage.PREFIX_BYTES, new GrpcInferStream(models));
        GrpcService.add(table, "RepositoryModelLoad", RepositoryModelLoadRequest.parser(), request -> {
            ServedModels.requireNoLoadParameters(request.getParametersCount());
            models.repository().load(request.getModelName());
            return RepositoryModelLoadResponse.getDefaultInstance();
        });
        GrpcService.add(table, "RepositoryModelUnload", RepositoryModelUnloadRequest.parser(), request -> {
            models.repository().unload(request.getModelName());
            return RepositoryModelUnloadResponse.getDefaultInstance();
        });
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
