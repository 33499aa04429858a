package io.pilotlight.wire.json;

import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A body that is one JSON value and nothing after it. */
public final class JsonDocument {

    /** Jackson describes what follows the value as if it were part of it; {@link #requireEnd} does better. */
    private static final ObjectReader READER =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonDocument() {}

    /** Reads one value from a parser that stands before it. */
    private interface Reading<T> {
        @Nullable
        T from(JsonParser json) throws IOException;
    }

    /**
     * A body as a tree; a missing node for an empty body.
     *
     * @throws InferenceException {@code INVALID_REQUEST}
     */
    public static JsonNode tree(byte[] body) {
        JsonNode tree = read(body, READER::<JsonNode>readTree);
        return tree == null ? MissingNode.getInstance() : tree;
    }

    /** To be made once for a type, not for each body. */
    public static ObjectReader readerFor(Class<?> type) {
        return READER.forType(type);
    }

    /** A body as a value of that reader's type; null where it says so. */
    public static <T> @Nullable T value(byte[] body, ObjectReader reader) {
        return read(body, reader::<T>readValue);
    }

    /** Refuses whatever follows the value that has been read. */
    public static void requireEnd(JsonParser json) throws IOException {
        if (json.nextToken() != null) {
            throw InferenceException.invalid("body", "body: expected one JSON value, got more after it");
        }
    }

    private static <T> @Nullable T read(byte[] body, Reading<T> reading) {
        try (JsonParser json = Json.document(body)) {
            return whole(json, reading);
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }

    /** Translates errors while the parser is open: a closed one has forgotten what was given. */
    private static <T> @Nullable T whole(JsonParser json, Reading<T> reading) {
        try {
            T value = reading.from(json);
            requireEnd(json);
            return value;
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }
}
