package io.pilotlight.serving.openinference;

import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.Served;
import io.pilotlight.serving.http.Reply;
import io.pilotlight.serving.json.Json;
import io.pilotlight.serving.manifest.ManifestJson;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What the Open Inference Protocol tells of server and model. */
final class Metadata {

    /** Of the platform, as in its pom. */
    private static final String VERSION = "0.1.0";

    private final Served served;

    Metadata(Served served) {
        this.served = served;
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
            json.writeStringField("name", "pilotlight");
            json.writeStringField("version", VERSION);
            json.writeArrayFieldStart("extensions");
            json.writeEndArray();
        });
    }

    Reply model() {
        return reply(200, json -> {
            json.writeStringField("name", served.name());
            json.writeArrayFieldStart("versions");
            json.writeString(OpenInferenceRoutes.VERSION);
            json.writeEndArray();
            json.writeStringField("platform", "onnxruntime_onnx");
            write(json, "inputs", served.manifest().inputs());
            write(json, "outputs", served.manifest().outputs());
            json.writeObjectFieldStart("parameters");
            json.writeStringField("answer_digest", served.answerDigest().toString());
            json.writeEndObject();
        });
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
