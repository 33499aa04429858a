package io.pilotlight.serving.openinference.rest;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.openinference.DescribedModels;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The paths of the Open Inference Protocol over HTTP that have models do something; what tells of them is {@code wire}'s. */
@Singleton
public class OpenInferenceRoutes implements Routes {

    private final ServedModels models;

    @Inject
    OpenInferenceRoutes(ServedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        for (String path : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            table.post(path + "/infer", this::infer);
        }
        table.post("/v2/repository/models/:model/load", exchange -> done(exchange, this::load));
        table.post("/v2/repository/models/:model/unload", exchange -> done(exchange, this::unload));
    }

    private static String model(Map<String, String> pathParameters) {
        return pathParameters.getOrDefault("model", "");
    }

    private static String version(Map<String, String> pathParameters) {
        return pathParameters.getOrDefault("version", DescribedModels.ANY_VERSION);
    }

    private Reply infer(Exchange exchange) {
        return models.use(
                model(exchange.pathParameters()), version(exchange.pathParameters()), model -> infer(model, exchange));
    }

    private static Reply infer(Model model, Exchange exchange) {
        AnswerDigest.require(exchange, model.answerDigest());
        InferRequest request = read(new InferRequestReader(ServedModels.check(model)), exchange);
        Model.Answer answer = ServedModels.answer(model, request, exchange.call());
        Reply reply = InferResponseWriter.reply(model.id(), request, answer.outputs());
        return AnswerDigest.on(reply, model.answerDigest())
                .with(answer.cacheUse())
                .with(answer.timing());
    }

    static InferRequest read(InferRequestReader reader, Exchange exchange) {
        OptionalInt jsonLength = BinaryHeader.jsonLength(exchange);
        if (jsonLength.isEmpty()) {
            MediaType.requireJson(exchange);
            return reader.read(exchange.body(), exchange.body().length);
        }
        return jsonLength.getAsInt() == 0
                ? reader.raw(exchange.body())
                : reader.read(exchange.body(), jsonLength.getAsInt());
    }

    private static Reply done(Exchange exchange, Consumer<Exchange> change) {
        change.accept(exchange);
        return Reply.json(Json.bytes(Map.of()));
    }

    private void load(Exchange exchange) {
        if (exchange.body().length > 0) {
            ServedModels.requireNoLoadParameters(
                    JsonDocument.tree(exchange.body()).path("parameters").size());
        }
        models.repository().load(model(exchange.pathParameters()));
    }

    private void unload(Exchange exchange) {
        models.repository().unload(model(exchange.pathParameters()));
    }
}
