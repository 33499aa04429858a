package io.pilotlight.serving.openinference;

import io.pilotlight.serving.AnswerDigest;
import io.pilotlight.serving.http.Exchange;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.http.MediaType;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.http.RouteTable;
import io.pilotlight.serving.http.Routes;
import io.pilotlight.serving.json.JsonDocument;
import io.pilotlight.serving.telemetry.InferenceStatistics;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The paths of the Open Inference Protocol over HTTP: health, metadata, inference, and the extensions that tools need. */
@Singleton
public class OpenInferenceRoutes implements Routes {

    private final FunctionModel model;
    private final InferRequestReader reader;
    private final Metadata metadata;

    @Inject
    OpenInferenceRoutes(FunctionModel model, LimitsConfig limits, InferenceStatistics statistics) {
        this.model = model;
        this.reader = new InferRequestReader(model.check());
        this.metadata = new Metadata(model.served(), limits.itemsPerRequest(), statistics);
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v2/health/live", Metadata::live);
        table.get("/v2/health/ready", () -> metadata.ready(model.isReady()));
        table.get("/v2", metadata::server);
        table.get("/v2/", metadata::server);
        table.get("/v2/models/stats", metadata::statistics); // before a model could be called that
        for (String path : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            describe(table, path, metadata::model);
            describe(table, path + "/ready", () -> metadata.modelReady(model.isReady()));
            describe(table, path + "/config", metadata::configuration);
            describe(table, path + "/stats", metadata::statistics);
            table.post(path + "/infer", this::infer);
        }
        table.post("/v2/repository/index", this::index);
        table.post("/v2/repository/models/:model/load", this::change);
        table.post("/v2/repository/models/:model/unload", this::change);
    }

    private void describe(RouteTable table, String path, Supplier<Reply> description) {
        table.get(path, parameters -> {
            require(parameters);
            return description.get();
        });
    }

    private void require(Map<String, String> pathParameters) {
        model.require(pathParameters.getOrDefault("model", ""), pathParameters.getOrDefault("version", ""));
    }

    private Reply infer(Exchange exchange) {
        require(exchange.pathParameters());
        AnswerDigest.require(exchange, model.served().answerDigest());
        InferRequest request = read(exchange);
        FunctionModel.Answer answer = model.infer(request, exchange.call());
        Reply reply = InferResponseWriter.reply(model.name(), FunctionModel.VERSION, request, answer.outputs());
        return AnswerDigest.on(reply, model.served().answerDigest()).with(answer.timing());
    }

    private InferRequest read(Exchange exchange) {
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
        return metadata.repository(model.isReady(), onlyReady);
    }

    private Reply change(Exchange exchange) {
        require(exchange.pathParameters());
        throw model.cannotChange();
    }
}
