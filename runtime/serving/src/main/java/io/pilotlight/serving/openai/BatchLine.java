package io.pilotlight.serving.openai;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of an input file of OpenAI's batch API: a call, and a name by which its answer is found.
 *
 * @param body of the call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BatchLine(String customId, String url, byte[] body) {

    private static final String METHOD = "POST";

    /**
     * Reads one.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the field
     */
    public static BatchLine read(byte[] line) {
        JsonNode tree = JsonDocument.tree(line);
        String customId = text(tree, "custom_id");
        String method = text(tree, "method");
        if (!method.equals(METHOD)) {
            throw InferenceException.invalid(
                    "method", "`method`: expected \"POST\", got \"" + JsonErrors.abbreviate(method) + "\"");
        }
        String url = text(tree, "url");
        if (!url.equals(Embeddings.PATH)) {
            throw InferenceException.invalid(
                    "url", "`url`: expected \"" + Embeddings.PATH + "\", got \"" + JsonErrors.abbreviate(url) + "\"");
        }
        JsonNode body = tree.path("body");
        if (!body.isObject()) {
            throw InferenceException.invalid("body", "`body`: expected an object, got " + body.getNodeType());
        }
        return new BatchLine(customId, url, Json.bytes(body));
    }

    private static String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw InferenceException.invalid(
                    field, "`" + field + "`: expected a string that is not empty, got " + value.getNodeType());
        }
        return value.textValue();
    }
}
