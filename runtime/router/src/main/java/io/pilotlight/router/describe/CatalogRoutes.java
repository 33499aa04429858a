package io.pilotlight.router.describe;

import io.pilotlight.api.InferenceException;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.openai.ModelList;
import io.pilotlight.wire.openapi.OpenApi;
import io.pilotlight.wire.openinference.Server;
import io.pilotlight.wire.openinference.grpc.GrpcService;
import io.pilotlight.wire.openinference.message.RepositoryModelLoadRequest;
import io.pilotlight.wire.openinference.message.RepositoryModelUnloadRequest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Instant;
import java.util.List;

/**
 * What is told of all functions together, beside what the Open Inference Protocol tells: OpenAI's list, one OpenAPI document. Changes of the
 * repository are refused, which the catalog alone makes.
 */
@Singleton
public class CatalogRoutes implements Routes {

    private final CatalogModels models;
    private final Instant started = Instant.now();

    @Inject
    CatalogRoutes(CatalogModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        table.getAs(
                "/v1/models",
                models::askedBy,
                (seen, parameters) -> ModelList.of(
                        seen.functions().stream().map(CatalogFunction::name).toList(), started));
        table.getAs(
                "/v1/models/:model",
                models::askedBy,
                (seen, parameters) -> ModelList.one(
                        seen.function(parameters.getOrDefault("model", "")).name(), started));
        table.getAs("/openapi", models::askedBy, (seen, parameters) -> document(seen));
        refuseChanges(table);
    }

    private static Reply document(CatalogModels seen) {
        OpenApi document = new OpenApi(Server.NAME, "The functions of a platform.", Server.VERSION);
        seen.functions().forEach(function -> document.function(function.manifest()));
        return document.index()
                .process()
                .get("/pools", "Where functions run, and how; for operators.")
                .reply();
    }

    private void refuseChanges(RouteTable table) {
        for (String change : List.of("load", "unload")) {
            table.postAs("/v2/repository/models/:model/" + change, models::askedBy, (seen, exchange) -> {
                throw fixed(seen.function(exchange.pathParameters().getOrDefault("model", "")));
            });
        }
        GrpcService.addAs(
                table, "RepositoryModelLoad", RepositoryModelLoadRequest.parser(), models::askedBy, (seen, request) -> {
                    throw fixed(seen.function(request.getModelName()));
                });
        GrpcService.addAs(
                table,
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.parser(),
                models::askedBy,
                (seen, request) -> {
                    throw fixed(seen.function(request.getModelName()));
                });
    }

    private static InferenceException fixed(CatalogFunction function) {
        return InferenceException.invalid(
                "model",
                "model \"" + function.name()
                        + "\": expected one that can be loaded and unloaded, got a function of the catalog, which its"
                        + " operator changes there");
    }
}
