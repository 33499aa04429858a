package io.pilotlight.serving.openai;

import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.json.JsonDocument;
import io.pilotlight.serving.json.JsonErrors;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads calls of {@code /v1/embeddings}. Fields that OpenAI may add are let through unread. */
final class EmbeddingsRequestReader {

    private final int dimensions;

    /**
     * A reader for one model.
     *
     * @param dimensions of its vectors
     */
    EmbeddingsRequestReader(int dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * Reads one call.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the field
     */
    EmbeddingsRequest read(byte[] body) {
        JsonNode root = JsonDocument.tree(body);
        if (!root.isObject()) {
            throw invalid("body", "an object", root);
        }
        requireDimensions(root.get("dimensions"));
        return new EmbeddingsRequest(
                model(root.get("model")),
                texts(root.get("input")),
                base64(root.get("encoding_format")),
                truncate(root.get("truncate")));
    }

    private static String model(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            throw invalid("model", "a string", node);
        }
        return node.textValue();
    }

    private static List<String> texts(@Nullable JsonNode node) {
        String expected = "a string or an array of strings";
        if (node != null && node.isTextual()) {
            return List.of(node.textValue());
        }
        if (node == null || !node.isArray()) {
            throw invalid("input", expected, node);
        }
        if (node.isEmpty()) {
            throw InferenceException.invalid("input", "`input`: expected " + expected + ", got an empty array");
        }
        List<String> texts = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            if (!element.isTextual()) {
                throw invalid("input", expected, element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    private static boolean base64(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return false;
        }
        return switch (node.asText()) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw invalid("encoding_format", "\"float\" or \"base64\"", node);
        };
    }

    private static boolean truncate(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw invalid("truncate", "true or false", node);
        }
        return node.booleanValue();
    }

    private void requireDimensions(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return;
        }
        if (!node.isInt() || node.intValue() != dimensions) {
            throw invalid("dimensions", dimensions + ", which is all that this model has", node);
        }
    }

    private static InferenceException invalid(String field, String expected, @Nullable JsonNode actual) {
        return InferenceException.invalid(field, "`" + field + "`: expected " + expected + ", " + found(actual));
    }

    private static String found(@Nullable JsonNode actual) {
        if (actual == null || actual.isMissingNode()) {
            return "it is missing";
        }
        if (actual.isNull()) {
            return "got null";
        }
        String kind = actual.getNodeType().name().toLowerCase(Locale.ROOT);
        return "got " + (actual.isValueNode() ? kind + " " + JsonErrors.abbreviate(actual.asText()) : "an " + kind);
    }
}
