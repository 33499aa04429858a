package io.pilotlight.serving.openapi;

import io.pilotlight.serving.function.ServedFunction;
import io.pilotlight.serving.openai.EmbeddingModel;
import io.pilotlight.serving.openinference.Server;
import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.http.RouteTable;
import io.pilotlight.wire.http.Routes;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.manifest.FunctionManifest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;

/** {@code GET /openapi}: the paths that a caller works with, as OpenAPI 3.1 in JSON. */
@Singleton
public class OpenApiRoutes implements Routes {

    private final Instance<ServedFunction> function;

    @Inject
    OpenApiRoutes(Instance<ServedFunction> function) {
        this.function = function;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/openapi", () -> Reply.json(Json.bytes(document())));
    }

    private ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        ObjectNode paths = document.putObject("paths");
        if (function.isResolvable()) {
            ServedFunction served = function.get();
            describe(served, info, document.putObject("components").putObject("schemas"));
            addTypedPaths(served, paths);
            addModelPaths(paths, "/v2/models/" + served.name());
        } else {
            info.put("title", Server.NAME).put("description", "Models.").put("version", Server.VERSION);
            addModelPaths(paths, "/v2/models/{model}");
            addRepositoryPaths(paths);
        }
        get(paths, "/v2/health/live", "Whether the process lives.");
        get(paths, "/v2/health/ready", "Whether the process takes requests.");
        get(paths, "/plans", "How models use the processors, and why.");
        post(paths, "/cache/invalidate", "Forgets answers, on all replicas; needs the admin token.", MediaType.JSON);
        get(paths, "/metrics", "Prometheus metrics.");
        return document;
    }

    private static void describe(ServedFunction served, ObjectNode info, ObjectNode schemas) {
        FunctionManifest manifest = served.manifest();
        info.put("title", manifest.name())
                .put("description", manifest.description())
                .put("version", served.answerDigest().toString());
        schemas.set("Input", JsonSchema.item(manifest.inputs(), manifest.parameters()));
        schemas.set("Output", JsonSchema.item(manifest.outputs(), List.of()));
    }

    private static void addTypedPaths(ServedFunction served, ObjectNode paths) {
        ObjectNode typed = post(paths, "/" + served.name(), "The function as plain JSON.", MediaType.JSON);
        reference(typed.putObject("requestBody").put("required", true), "Input");
        reference(typed.withObject("/responses/200"), "Output");
        post(paths, "/", "The function as a CloudEvent.", "application/cloudevents+json");
        get(paths, "/v1/models", "OpenAI: the models served.");
        if (served.definition() instanceof EmbeddingModel<?, ?>) {
            post(paths, "/v1/embeddings", "OpenAI: embeddings.", MediaType.JSON);
        }
    }

    private static void addModelPaths(ObjectNode paths, String model) {
        post(paths, model + "/infer", "Open Inference Protocol v2: inference.", MediaType.JSON);
        get(paths, model, "Open Inference Protocol v2: the model's signature.");
        get(paths, model + "/ready", "Open Inference Protocol v2: whether the model answers.");
    }

    private static void addRepositoryPaths(ObjectNode paths) {
        post(paths, "/v2/repository/index", "Open Inference Protocol v2: the models that there are.", MediaType.JSON);
        post(paths, "/v2/repository/models/{model}/load", "Loads a model, or loads it anew.", MediaType.JSON);
        post(paths, "/v2/repository/models/{model}/unload", "Unloads a model.", MediaType.JSON);
    }

    private static void get(ObjectNode paths, String path, String summary) {
        operation(paths, path, "get", summary);
    }

    private static ObjectNode post(ObjectNode paths, String path, String summary, String mediaType) {
        ObjectNode operation = operation(paths, path, "post", summary);
        operation
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject(mediaType);
        return operation;
    }

    private static ObjectNode operation(ObjectNode paths, String path, String method, String summary) {
        ObjectNode operation = paths.withObjectProperty(path).putObject(method).put("summary", summary);
        ObjectNode responses = operation.putObject("responses");
        responses.putObject("200").put("description", "The answer.");
        responses.putObject("default").put("description", "An error that names what was wrong.");
        return operation;
    }

    private static void reference(ObjectNode holder, String schema) {
        holder.putObject("content")
                .putObject(MediaType.JSON)
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + schema);
    }
}
