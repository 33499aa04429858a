package io.pilotlight.wire.openapi;

import io.pilotlight.wire.http.MediaType;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** An OpenAPI 3.1 document in the making: the paths that a caller works with. For one thread. */
public final class OpenApi {

    private final ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    private final ObjectNode paths;

    /** One without paths. */
    public OpenApi(String title, String description, String version) {
        document.putObject("info")
                .put("title", title)
                .put("description", description)
                .put("version", version);
        paths = document.putObject("paths");
    }

    /** The paths of a function, and what it takes and gives. */
    public OpenApi function(FunctionManifest function) {
        ObjectNode schemas = document.withObjectProperty("components").withObjectProperty("schemas");
        String input = function.name() + ".Input";
        String output = function.name() + ".Output";
        schemas.set(input, JsonSchema.item(function.inputs(), function.parameters()));
        schemas.set(output, JsonSchema.item(function.outputs(), List.of()));
        ObjectNode typed = operation("/" + function.name(), "post", function.description());
        reference(typed.putObject("requestBody").put("required", true), input);
        reference(typed.withObjectProperty("responses").withObjectProperty("200"), output);
        post("/", "A function as a CloudEvent.", "application/cloudevents+json");
        get("/v1/models", "OpenAI: the models served.");
        if (function.operations().contains(Operation.EMBEDDINGS)) {
            post("/v1/embeddings", "OpenAI: embeddings.", MediaType.JSON);
        }
        return model(function.name());
    }

    /** The paths of a model, or of all models where that is a path's parameter. */
    public OpenApi model(String name) {
        String path = "/v2/models/" + name;
        return post(path + "/infer", "Open Inference Protocol v2: inference.", MediaType.JSON)
                .get(path, "Open Inference Protocol v2: the model's signature.")
                .get(path + "/ready", "Open Inference Protocol v2: whether the model answers.");
    }

    /** The list of models. */
    public OpenApi index() {
        return post("/v2/repository/index", "Open Inference Protocol v2: the models that there are.", MediaType.JSON);
    }

    /** What every process has. */
    public OpenApi process() {
        return get("/v2/health/live", "Whether the process lives.")
                .get("/v2/health/ready", "Whether the process takes requests.")
                .post("/cache/invalidate", "Forgets answers, on all replicas; needs the admin token.", MediaType.JSON)
                .get("/metrics", "Prometheus metrics.");
    }

    /** A path that is read. */
    public OpenApi get(String path, String summary) {
        operation(path, "get", summary);
        return this;
    }

    /** A path that takes a body. */
    public OpenApi post(String path, String summary, String mediaType) {
        operation(path, "post", summary)
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject(mediaType);
        return this;
    }

    private ObjectNode operation(String path, String method, String summary) {
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

    /** The document. */
    public Reply reply() {
        return Reply.json(Json.bytes(document));
    }
}
