package io.pilotlight.serving.openinference.rest;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.ModelConfiguration;
import io.pilotlight.serving.openinference.ServedModels;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.repository.ModelRepository;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** The paths of the Open Inference Protocol over HTTP: health, metadata, inference, and the extensions that tools need. */
@Singleton
public class OpenInferenceRoutes implements Routes {

    private final ServedModels models;

    @Inject
    OpenInferenceRoutes(ServedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v2/health/live", Metadata::live);
        table.get("/v2/health/ready", () -> Metadata.ready(models.isReady()));
        table.get("/v2", Metadata::server);
        table.get("/v2/", Metadata::server);
        table.get("/v2/models/stats", this::allStatistics); // before a model could be called that
        for (String path : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            describe(
                    table,
                    path,
                    model -> Metadata.model(
                            model, models.readyVersions(model.id().name())));
            describe(table, path + "/config", model -> Metadata.configuration(ModelConfiguration.of(model)));
            describe(table, path + "/stats", model -> Metadata.statistics(List.of(ModelStatistics.of(model))));
            table.get(path + "/ready", this::modelReady);
            table.post(path + "/infer", this::infer);
        }
        table.post("/v2/repository/index", this::index);
        table.post("/v2/repository/models/:model/load", exchange -> done(exchange, this::load));
        table.post("/v2/repository/models/:model/unload", exchange -> done(exchange, this::unload));
    }

    private void describe(RouteTable table, String path, Function<Model, Reply> description) {
        table.get(path, parameters -> models.use(model(parameters), version(parameters), description));
    }

    private static String model(Map<String, String> pathParameters) {
        return pathParameters.getOrDefault("model", "");
    }

    private static String version(Map<String, String> pathParameters) {
        return pathParameters.getOrDefault("version", ModelRepository.ANY_VERSION);
    }

    private Reply modelReady(Map<String, String> parameters) {
        String name = model(parameters);
        return Metadata.modelReady(name, models.isReady(name, version(parameters)));
    }

    private Reply allStatistics() {
        return Metadata.statistics(models.ofAllReady(ModelStatistics::of));
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

    /** Clients send no body where they ask for everything. */
    private Reply index(Exchange exchange) {
        boolean onlyReady = exchange.body().length > 0
                && JsonDocument.tree(exchange.body()).path("ready").asBoolean();
        return Metadata.index(models.index(onlyReady));
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
