package io.pilotlight.serving.openinference;

import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.Served;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.json.Json;
import io.pilotlight.serving.manifest.ManifestJson;
import io.pilotlight.serving.telemetry.InferenceStatistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What the Open Inference Protocol tells of server and model. */
final class Metadata {

    /** Of the platform, as in its pom. */
    static final String VERSION = "0.1.0";

    static final String SERVER = "pilotlight";

    /** What models are, in the protocol's words. */
    static final String PLATFORM = "onnxruntime_onnx";

    static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "model_configuration", "model_repository", "statistics");

    private final Served served;
    private final ModelConfiguration configuration;
    private final InferenceStatistics statistics;

    Metadata(Served served, int maxItems, InferenceStatistics statistics) {
        this.served = served;
        this.configuration = new ModelConfiguration(served.manifest(), maxItems);
        this.statistics = statistics;
    }

    /** The process can answer this, so it lives. */
    static Reply live() {
        return reply(200, json -> json.writeBooleanField("live", true));
    }

    /** The specification's text says {@code live}, the {@code kserve} client reads {@code ready}: both are there. */
    Reply ready(boolean ready) {
        return reply(ready ? 200 : 503, json -> {
            json.writeBooleanField("ready", ready);
            json.writeBooleanField("live", true);
        });
    }

    Reply modelReady(boolean ready) {
        return reply(ready ? 200 : 503, json -> {
            json.writeStringField("name", served.name());
            json.writeBooleanField("ready", ready);
        });
    }

    Reply server() {
        return reply(200, json -> {
            json.writeStringField("name", SERVER);
            json.writeStringField("version", VERSION);
            json.writeArrayFieldStart("extensions");
            for (String extension : EXTENSIONS) {
                json.writeString(extension);
            }
            json.writeEndArray();
        });
    }

    Reply model() {
        return reply(200, json -> {
            json.writeStringField("name", served.name());
            json.writeArrayFieldStart("versions");
            json.writeString(FunctionModel.VERSION);
            json.writeEndArray();
            json.writeStringField("platform", PLATFORM);
            write(json, "inputs", served.manifest().inputs());
            write(json, "outputs", served.manifest().outputs());
            json.writeObjectFieldStart("parameters");
            json.writeStringField("answer_digest", served.answerDigest().toString());
            json.writeEndObject();
        });
    }

    Reply configuration() {
        return reply(200, configuration::write);
    }

    Reply statistics() {
        return reply(
                200, json -> ModelStatistics.write(json, served.name(), FunctionModel.VERSION, statistics.snapshot()));
    }

    /** The repository has one model, which comes and goes with the process. */
    Reply repository(boolean ready, boolean onlyReady) {
        ArrayNode index = JsonNodeFactory.instance.arrayNode();
        if (ready || !onlyReady) {
            index.addObject()
                    .put("name", served.name())
                    .put("version", FunctionModel.VERSION)
                    .put("state", state(ready))
                    .put("reason", reason(ready));
        }
        return Reply.json(Json.bytes(index));
    }

    static String state(boolean ready) {
        return ready ? "READY" : "UNAVAILABLE";
    }

    static String reason(boolean ready) {
        return ready ? "" : "it is being loaded, or the process shuts down";
    }

    private static void write(JsonGenerator json, String name, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(name);
        for (TensorSpec spec : specs) {
            ManifestJson.writeTensor(json, spec);
        }
        json.writeEndArray();
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static Reply reply(int status, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
        return Reply.json(status, bytes.toByteArray());
    }
}
