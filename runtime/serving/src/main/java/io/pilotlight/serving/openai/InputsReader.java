package io.pilotlight.serving.openai;

import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code input}: a text, texts, the token ids of one text, or of several. Its first element decides which; the others
 * must be like it. Of a list of ids no more is kept than the model reads, and one more to show that there were more: so
 * what a request of nothing but ids leaves behind is bounded by what it may ask for, not by its length.
 */
final class InputsReader {

    private final JsonParser json;
    private final int maxInputs;
    private final int maxTokens;
    private final List<EmbeddingInput> inputs = new ArrayList<>();
    private boolean several;
    private long[] ids = {}; // of the list being read, used again for the next

    InputsReader(JsonParser json, int maxInputs, int maxTokens) {
        this.json = json;
        this.maxInputs = maxInputs;
        this.maxTokens = maxTokens;
    }

    /** What {@code input} should be. */
    String expected() {
        return maxTokens == 0
                ? "a string or an array of strings"
                : "a string, an array of strings, an array of token ids or an array of such arrays";
    }

    /** Whether it was a list of inputs, rather than one. */
    boolean several() {
        return several;
    }

    /** Reads what begins at the parser's current token. */
    List<EmbeddingInput> read() throws IOException {
        switch (json.currentToken()) {
            case VALUE_STRING -> inputs.add(new EmbeddingInput.Text(json.getText()));
            case START_ARRAY -> readArray();
            default -> throw EmbeddingsRequestReader.invalid("input", expected(), EmbeddingsRequestReader.found(json));
        }
        return inputs;
    }

    private void readArray() throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.END_ARRAY) {
            throw EmbeddingsRequestReader.invalid("input", expected(), "got an empty array");
        }
        several = maxTokens == 0 || !first.isNumeric();
        if (!several) {
            inputs.add(readIds("input"));
            return;
        }
        boolean lists = maxTokens > 0 && first == JsonToken.START_ARRAY;
        for (; json.currentToken() != JsonToken.END_ARRAY; json.nextToken()) {
            if (inputs.size() == maxInputs) {
                throw InferenceException.tooLarge(
                        "input", "`input`: expected at most " + maxInputs + " items, got more");
            }
            inputs.add(lists ? readList() : readText());
        }
    }

    private EmbeddingInput readText() throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            String field = "input[" + inputs.size() + "]";
            String expected =
                    inputs.isEmpty() && maxTokens > 0 ? "a string, a token id or an array of token ids" : "a string";
            throw EmbeddingsRequestReader.invalid(field, expected, EmbeddingsRequestReader.found(json));
        }
        return new EmbeddingInput.Text(json.getText());
    }

    private EmbeddingInput readList() throws IOException {
        String field = "input[" + inputs.size() + "]";
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw EmbeddingsRequestReader.invalid(field, "an array of token ids", EmbeddingsRequestReader.found(json));
        }
        if (json.nextToken() == JsonToken.END_ARRAY) {
            throw EmbeddingsRequestReader.invalid(field, "token ids", "got an empty array");
        }
        return readIds(field);
    }

    /** The parser stands at the first of them, and afterwards at the array's end. */
    private EmbeddingInput readIds(String field) throws IOException {
        if (ids.length == 0) {
            ids = new long[maxTokens + 1];
        }
        int count = 0;
        for (int index = 0; json.currentToken() != JsonToken.END_ARRAY; json.nextToken(), index++) {
            long id = id(field, index);
            if (count <= maxTokens) {
                ids[count++] = id;
            }
        }
        return new EmbeddingInput.TokenIds(Arrays.copyOf(ids, count));
    }

    private long id(String field, int index) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() != JsonParser.NumberType.INT
                || json.getIntValue() < 0) {
            throw EmbeddingsRequestReader.invalid(
                    field + "[" + index + "]",
                    "a token id, an integer of at least 0",
                    EmbeddingsRequestReader.found(json));
        }
        return json.getIntValue();
    }
}
