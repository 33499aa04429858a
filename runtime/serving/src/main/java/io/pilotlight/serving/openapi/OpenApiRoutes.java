package io.pilotlight.serving.openapi;

import io.pilotlight.serving.Served;
import io.pilotlight.serving.http.MediaType;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.http.RouteTable;
import io.pilotlight.serving.http.Routes;
import io.pilotlight.serving.json.Json;
import io.pilotlight.serving.manifest.FunctionManifest;
import io.pilotlight.serving.openai.EmbeddingModel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.List;

/** {@code GET /openapi}: the paths that a caller works with, as OpenAPI 3.1 in JSON. */
@Singleton
public class OpenApiRoutes implements Routes {

    private final Served served;

    @Inject
    OpenApiRoutes(Served served) {
        this.served = served;
    }

    @Override
    public void addTo(RouteTable table) {
        table.get("/openapi", this::document);
    }

    private Reply document() {
        FunctionManifest manifest = served.manifest();
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", manifest.name())
                .put("description", manifest.description())
                .put("version", served.answerDigest().toString());
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        schemas.set("Input", JsonSchema.item(manifest.inputs(), manifest.parameters()));
        schemas.set("Output", JsonSchema.item(manifest.outputs(), List.of()));
        addPaths(document.putObject("paths"), "/v2/models/" + manifest.name());
        return json(document);
    }

    private void addPaths(ObjectNode paths, String model) {
        ObjectNode typed = post(paths, "/" + served.name(), "The function as plain JSON.", MediaType.JSON);
        reference(typed.putObject("requestBody").put("required", true), "Input");
        reference(typed.withObject("/responses/200"), "Output");
        post(paths, "/", "The function as a CloudEvent.", "application/cloudevents+json");
        post(paths, model + "/infer", "Open Inference Protocol v2: inference.", MediaType.JSON);
        get(paths, model, "Open Inference Protocol v2: the model's signature.");
        get(paths, model + "/ready", "Open Inference Protocol v2: whether the model answers.");
        get(paths, "/v2/health/live", "Whether the process lives.");
        get(paths, "/v2/health/ready", "Whether the process takes requests.");
        get(paths, "/v1/models", "OpenAI: the models served.");
        if (served.definition() instanceof EmbeddingModel<?, ?>) {
            post(paths, "/v1/embeddings", "OpenAI: embeddings.", MediaType.JSON);
        }
        get(paths, "/metrics", "Prometheus metrics.");
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

    private static Reply json(ObjectNode document) {
        return Reply.json(Json.bytes(document));
    }
}
