package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MessageEndpoint;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelStreamInferResponse;

import io.vertx.core.buffer.Buffer;

/** Inference by a stream of requests. One that fails is answered, too, with its id: its neighbours go on. */
final class GrpcInferStream implements MessageEndpoint {

    private final ServedModels models;

    GrpcInferStream(ServedModels models) {
        this.models = models;
    }

    @Override
    public Buffer answer(Exchange exchange) {
        ModelInferRequest message = GrpcInferReader.message(exchange.body());
        return models.use(message.getModelName(), message.getModelVersion(), model -> {
            InferRequest request = GrpcRoutes.request(model, exchange, message);
            Model.Answer answer = ServedModels.answer(model, request, exchange.call());
            return GrpcMessage.of(ModelStreamInferResponse.newBuilder()
                    .setInferResponse(GrpcInferWriter.whole(model.id(), request, answer.outputs()))
                    .build());
        });
    }

    @Override
    public Buffer failure(Exchange exchange, InferenceException failure) {
        ModelStreamInferResponse.Builder response =
                ModelStreamInferResponse.newBuilder().setErrorMessage(String.valueOf(failure.getMessage()));
        try {
            response.getInferResponseBuilder()
                    .setId(GrpcInferReader.message(exchange.body()).getId());
        } catch (InferenceException unreadable) {
            // a message that is none has no id
        }
        return GrpcMessage.of(response.build());
    }
}
