package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.Optional;

/** Events in the JSON format (CloudEvents JSON Event Format 1.0.2). */
public final class StructuredEvents {

    public static final String ONE = "application/cloudevents+json";
    public static final String BATCH = "application/cloudevents-batch+json";

    private StructuredEvents() {}

    /** A body as JSON. */
    public static JsonNode tree(byte[] body) {
        return JsonDocument.tree(body);
    }

    /**
     * Reads one event.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the attribute
     */
    public static CloudEvent read(JsonNode node) {
        if (!node.isObject()) {
            throw InferenceException.invalid("body", "body: expected an event, an object, got " + node.getNodeType());
        }
        String version = attribute(node, "specversion");
        if (!version.equals(CloudEvent.SPEC_VERSION)) {
            throw InferenceException.invalid(
                    "specversion",
                    "attribute `specversion`: expected " + CloudEvent.SPEC_VERSION + ", got "
                            + JsonErrors.abbreviate(version));
        }
        return new CloudEvent(
                attribute(node, "id"),
                attribute(node, "source"),
                attribute(node, "type"),
                optional(node, "subject"),
                optional(node, "datacontenttype"),
                data(node));
    }

    private static Optional<byte[]> data(JsonNode node) {
        JsonNode data = node.get("data");
        JsonNode base64 = node.get("data_base64");
        if (data != null && base64 != null) {
            throw InferenceException.invalid("data", "event: expected `data` or `data_base64`, got both");
        }
        if (base64 != null) {
            return Optional.of(decoded(base64));
        }
        return data == null ? Optional.empty() : Optional.of(Json.bytes(data));
    }

    private static byte[] decoded(JsonNode base64) {
        try {
            if (base64.isTextual()) {
                return base64.binaryValue();
            }
        } catch (IOException notBase64) {
            // said below
        }
        throw InferenceException.invalid("data_base64", "attribute `data_base64`: expected a base64 string");
    }

    private static String attribute(JsonNode node, String name) {
        return optional(node, name)
                .orElseThrow(() -> InferenceException.invalid(
                        name, "attribute `" + name + "`: expected a string that is not empty, it is missing"));
    }

    private static Optional<String> optional(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw InferenceException.invalid(
                    name,
                    "attribute `" + name + "`: expected a string that is not empty, got "
                            + JsonErrors.abbreviate(value.toString()));
        }
        return Optional.of(value.textValue());
    }
}
