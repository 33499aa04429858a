package io.pilotlight.wire.openinference.rest;

import io.pilotlight.api.Sha256;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.wire.http.Reply;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.manifest.ManifestJson;
import io.pilotlight.wire.openinference.ModelConfiguration;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.Server;
import io.pilotlight.wire.openinference.Statistics;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** What the Open Inference Protocol tells of server and models, as JSON. */
final class Metadata {

    private Metadata() {}

    /** The process can answer this, so it lives. */
    static Reply live() {
        return reply(200, json -> json.writeBooleanField("live", true));
    }

    /** The specification's text says {@code live}, the {@code kserve} client reads {@code ready}: both are there. */
    static Reply ready(boolean ready) {
        return reply(ready ? 200 : 503, json -> {
            json.writeBooleanField("ready", ready);
            json.writeBooleanField("live", true);
        });
    }

    static Reply modelReady(String name, boolean ready) {
        return reply(ready ? 200 : 503, json -> {
            json.writeStringField("name", name);
            json.writeBooleanField("ready", ready);
        });
    }

    static Reply server() {
        return reply(200, json -> {
            json.writeStringField("name", Server.NAME);
            json.writeStringField("version", Server.VERSION);
            json.writeArrayFieldStart("extensions");
            for (String extension : Server.EXTENSIONS) {
                json.writeString(extension);
            }
            json.writeEndArray();
        });
    }

    /** A model's signature. Parameters are no lists, so that several digests are separated by commas, as headers have them. */
    static Reply model(ModelDescription model) {
        return reply(200, json -> {
            json.writeStringField("name", model.id().name());
            json.writeArrayFieldStart("versions");
            for (String version : model.versions()) {
                json.writeString(version);
            }
            json.writeEndArray();
            json.writeStringField("platform", Server.PLATFORM);
            write(json, "inputs", model.signature().inputs());
            write(json, "outputs", model.signature().outputs());
            json.writeObjectFieldStart("parameters");
            json.writeStringField(
                    "answer_digest",
                    model.answerDigests().stream().map(Sha256::toString).collect(Collectors.joining(", ")));
            json.writeEndObject();
        });
    }

    static Reply configuration(ModelConfiguration configuration) {
        return reply(200, json -> {
            json.writeStringField("name", configuration.name());
            json.writeStringField("platform", Server.PLATFORM);
            json.writeStringField("backend", Server.BACKEND);
            json.writeNumberField("max_batch_size", configuration.maxBatchSize());
            writePorts(json, "input", configuration.input());
            writePorts(json, "output", configuration.output());
        });
    }

    private static void writePorts(JsonGenerator json, String name, List<ModelConfiguration.Port> ports)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (ModelConfiguration.Port port : ports) {
            json.writeStartObject();
            json.writeStringField("name", port.name());
            json.writeStringField("data_type", port.dataType());
            json.writeFieldName("dims");
            json.writeArray(port.dimensions().toArray(), 0, port.dimensions().rank());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static Reply statistics(List<Statistics> models) {
        return reply(200, json -> {
            json.writeArrayFieldStart("model_stats");
            for (Statistics model : models) {
                write(json, model);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Statistics model) throws IOException {
        InferenceStatistics.Snapshot sums = model.sums();
        json.writeStartObject();
        json.writeStringField("name", model.id().name());
        json.writeStringField("version", model.id().version());
        json.writeNumberField("last_inference", sums.lastInference().toEpochMilli());
        json.writeNumberField("inference_count", sums.items());
        json.writeNumberField("execution_count", sums.items());
        json.writeObjectFieldStart("inference_stats");
        write(json, "success", sums.success());
        write(json, "fail", sums.failure());
        write(json, "queue", sums.queue());
        write(json, "compute_infer", sums.inference());
        json.writeEndObject();
        json.writeArrayFieldStart("batch_stats");
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, InferenceStatistics.Total total) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", total.count());
        json.writeNumberField("ns", total.duration().toNanos());
        json.writeEndObject();
    }

    static Reply index(List<ModelState> models) {
        ArrayNode index = JsonNodeFactory.instance.arrayNode();
        for (ModelState model : models) {
            index.addObject()
                    .put("name", model.id().name())
                    .put("version", model.id().version())
                    .put("state", model.availability().name())
                    .put("reason", model.reason());
        }
        return Reply.json(Json.bytes(index));
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
