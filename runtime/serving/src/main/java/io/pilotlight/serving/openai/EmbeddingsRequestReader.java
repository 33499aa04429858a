package io.pilotlight.serving.openai;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.Expect;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.json.Tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * Reads calls of {@code /v1/embeddings} as they stream past: a tree of 16 MB of token ids takes about 100 MB, what is kept
 * of them 5 MB at most. Fields that OpenAI may add, and {@code user}, are let through unread.
 */
final class EmbeddingsRequestReader {

    private final int dimensions;
    private final int maxInputs;
    private final int maxTokens;

    /**
     * A reader for one model.
     *
     * @param dimensions of its vectors
     * @param maxInputs that one request may hold
     * @param maxTokens that the model reads of one text; 0 if it takes no token ids
     */
    EmbeddingsRequestReader(int dimensions, int maxInputs, int maxTokens) {
        this.dimensions = dimensions;
        this.maxInputs = maxInputs;
        this.maxTokens = maxTokens;
    }

    /**
     * Reads one call.
     *
     * @throws InferenceException {@code INVALID_REQUEST} or {@code REQUEST_TOO_LARGE}, naming the field
     */
    EmbeddingsRequest read(byte[] body) {
        try (JsonParser json = Json.stream(body, body.length)) {
            return new Reading(json).request();
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }

    static InferenceException invalid(String field, String expected, String actual) {
        return InferenceException.invalid(field, "`" + field + "`: expected " + expected + ", " + actual);
    }

    /** What stands at the parser's current token, for an error. */
    static String found(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        return token == JsonToken.VALUE_STRING || token.isNumeric() || token.isBoolean()
                ? "got " + Tokens.name(token) + ", " + JsonErrors.abbreviate(String.valueOf(json.getText()))
                : "got " + Tokens.name(token);
    }

    /** One call being read. */
    private final class Reading {

        private final JsonParser json;
        private final InputsReader inputs;
        private @Nullable String model;
        private @Nullable List<EmbeddingInput> input;
        private boolean base64;
        private boolean truncate;
        private int unread;

        Reading(JsonParser json) {
            this.json = json;
            this.inputs = new InputsReader(json, maxInputs, maxTokens);
        }

        EmbeddingsRequest request() throws IOException {
            Expect.token(json.nextToken(), JsonToken.START_OBJECT, "body", "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "model" -> model = model();
                    case "input" -> input = inputs.read();
                    case "encoding_format" -> base64 = base64();
                    case "dimensions" -> requireDimensions();
                    case "truncate" -> truncate = truncate();
                    default -> skip();
                }
            }
            JsonDocument.requireEnd(json);
            if (model == null) {
                throw invalid("model", "a string", "it is missing");
            }
            if (input == null) {
                throw invalid("input", inputs.expected(), "it is missing");
            }
            return new EmbeddingsRequest(model, input, inputs.several(), base64, truncate);
        }

        private String model() throws IOException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw invalid("model", "a string", found(json));
            }
            return json.getText();
        }

        private boolean base64() throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return false;
            }
            String format = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
            return switch (format) {
                case "float" -> false;
                case "base64" -> true;
                default -> throw invalid("encoding_format", "\"float\" or \"base64\"", found(json));
            };
        }

        private boolean truncate() throws IOException {
            return switch (json.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE, VALUE_NULL -> false;
                default -> throw invalid("truncate", "true or false", found(json));
            };
        }

        private void requireDimensions() throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() != JsonParser.NumberType.INT
                    || json.getIntValue() != dimensions) {
                throw invalid("dimensions", dimensions + ", which is all that this model has", found(json));
            }
        }

        /** Past a value that nobody reads. They are counted, as the parser remembers an object's names to find one given twice. */
        private void skip() throws IOException {
            int depth = 0;
            while (true) {
                if (++unread > Json.MAX_VALUES) {
                    throw InferenceException.tooLarge(
                            "body",
                            "body: expected at most " + Json.MAX_VALUES
                                    + " JSON values and names in fields that are not read, got more");
                }
                if (json.currentToken().isStructStart()) {
                    depth++;
                } else if (json.currentToken().isStructEnd()) {
                    depth--;
                }
                if (depth == 0) {
                    return;
                }
                json.nextToken();
            }
        }
    }
}
