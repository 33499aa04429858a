package io.pilotlight.serving.openapi;

import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.openapi.OpenApi;
import io.pilotlight.wire.openinference.Server;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code GET /openapi}: the paths that a caller of this process works with. */
@Singleton
public class OpenApiRoutes implements Routes {

    private final Instance<ServedFunction> function;

    @Inject
    OpenApiRoutes(Instance<ServedFunction> function) {
        this.function = function;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/openapi", this::document);
    }

    private Reply document() {
        OpenApi document = function.isResolvable() ? typed(function.get().manifest()) : models();
        return document.process()
                .get("/plans", "How models use the processors, and why.")
                .reply();
    }

    private static OpenApi typed(FunctionManifest manifest) {
        String version = manifest.variants().getFirst().answerDigest().toString();
        return new OpenApi(manifest.name(), manifest.description(), version).function(manifest);
    }

    private static OpenApi models() {
        return new OpenApi(Server.NAME, "Models.", Server.VERSION)
                .model("{model}")
                .index()
                .post("/v2/repository/models/{model}/load", "Loads a model, or loads it anew.", MediaType.JSON)
                .post("/v2/repository/models/{model}/unload", "Unloads a model.", MediaType.JSON);
    }
}
