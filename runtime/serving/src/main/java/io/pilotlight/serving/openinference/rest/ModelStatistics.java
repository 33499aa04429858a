package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.ModelId;
import io.pilotlight.serving.repository.Model;
import io.pilotlight.serving.telemetry.InferenceStatistics;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/**
 * The protocol's statistics extension for one model: what load generators subtract from one another. Each item is a run of
 * the model of its own, so that there are as many executions as inferences.
 */
record ModelStatistics(ModelId id, InferenceStatistics.Snapshot sums) {

    static ModelStatistics of(Model model) {
        return new ModelStatistics(model.id(), model.statistics().snapshot());
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", id.name());
        json.writeStringField("version", id.version());
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
}
