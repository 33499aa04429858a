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

import io.vertx.core.MultiMap;
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
                request -> ModelList.of(
                        models.seenBy(request.headers()).functions().stream()
                                .map(CatalogFunction::name)
                                .toList(),
                        started));
        table.getAs(
                "/v1/models/:model",
                (request, parameters) -> ModelList.one(
                        models.seenBy(request.headers())
                                .function(parameters.getOrDefault("model", ""))
                                .name(),
                        started));
        table.getAs("/openapi", request -> document(models.seenBy(request.headers())));
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
            table.post("/v2/repository/models/:model/" + change, exchange -> {
                throw fixed(exchange.headers(), exchange.pathParameters().getOrDefault("model", ""));
            });
        }
        GrpcService.add(table, "RepositoryModelLoad", RepositoryModelLoadRequest.parser(), (request, headers) -> {
            throw fixed(headers, request.getModelName());
        });
        GrpcService.add(table, "RepositoryModelUnload", RepositoryModelUnloadRequest.parser(), (request, headers) -> {
            throw fixed(headers, request.getModelName());
        });
    }

    private InferenceException fixed(MultiMap headers, String model) {
        return InferenceException.invalid(
                "model",
                "model \"" + models.seenBy(headers).function(model).name()
                        + "\": expected one that can be loaded and unloaded, got a function of the catalog, which its"
                        + " operator changes there");
    }
}
