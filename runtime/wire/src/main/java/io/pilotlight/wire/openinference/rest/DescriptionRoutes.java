package io.pilotlight.wire.openinference.rest;

import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.ModelDescription;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.function.Function;

/**
 * The paths of the Open Inference Protocol over HTTP that describe. How the server is, anybody may know: those who watch it have no
 * credentials.
 */
@Singleton
public class DescriptionRoutes implements Routes {

    private final DescribedModels models;

    @Inject
    DescriptionRoutes(DescribedModels models) {
        this.models = models;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/v2/health/live", Metadata::live);
        table.getAs("/v2/health/ready", new Readiness(models::isReady), (ready, parameters) -> Metadata.ready(ready));
        table.get("/v2", Metadata::server);
        table.getAs("/v2/models/stats", models::seenBy, (seen, parameters) -> Metadata.statistics(seen.statistics()));
        for (String path : List.of("/v2/models/:model", "/v2/models/:model/versions/:version")) {
            describe(table, path, Metadata::model);
            describe(table, path + "/config", model -> Metadata.configuration(ModelConfiguration.of(model)));
            ofModel(
                    table,
                    path + "/stats",
                    (seen, name, version) -> Metadata.statistics(List.of(seen.statistics(name, version))));
            ofModel(
                    table,
                    path + "/ready",
                    (seen, name, version) ->
                            Metadata.modelReady(name, seen.state(name, version).isReady()));
        }
        table.postAs("/v2/repository/index", models::seenBy, DescriptionRoutes::index);
    }

    /** What is told of one model. */
    private interface OfModel {
        Reply of(DescribedModels seen, String name, String version);
    }

    private void ofModel(RouteTable table, String path, OfModel description) {
        table.getAs(
                path,
                models::seenBy,
                (seen, parameters) -> description.of(
                        seen,
                        parameters.getOrDefault("model", ""),
                        parameters.getOrDefault("version", DescribedModels.ANY_VERSION)));
    }

    private void describe(RouteTable table, String path, Function<ModelDescription, Reply> rendering) {
        ofModel(table, path, (seen, name, version) -> rendering.apply(seen.describe(name, version)));
    }

    /** Clients send no body where they ask for everything. */
    private static Reply index(DescribedModels seen, Exchange exchange) {
        boolean onlyReady = exchange.body().length > 0
                && JsonDocument.tree(exchange.body()).path("ready").asBoolean();
        return Metadata.index(seen.index(onlyReady));
    }
}
