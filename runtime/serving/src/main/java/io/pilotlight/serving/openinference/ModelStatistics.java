package io.pilotlight.serving.openinference;

import io.pilotlight.serving.telemetry.InferenceStatistics;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/**
 * The protocol's statistics extension: what load generators subtract from one another. Each item is a run of the model of its
 * own, so that there are as many executions as inferences.
 */
final class ModelStatistics {

    private ModelStatistics() {}

    static void write(JsonGenerator json, String name, String version, InferenceStatistics.Snapshot statistics)
            throws IOException {
        json.writeArrayFieldStart("model_stats");
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("version", version);
        json.writeNumberField("last_inference", statistics.lastInference().toEpochMilli());
        json.writeNumberField("inference_count", statistics.items());
        json.writeNumberField("execution_count", statistics.items());
        json.writeObjectFieldStart("inference_stats");
        write(json, "success", statistics.success());
        write(json, "fail", statistics.failure());
        write(json, "queue", statistics.queue());
        write(json, "compute_infer", statistics.inference());
        json.writeEndObject();
        json.writeArrayFieldStart("batch_stats");
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, InferenceStatistics.Total total) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", total.count());
        json.writeNumberField("ns", total.duration().toNanos());
        json.writeEndObject();
    }
}
