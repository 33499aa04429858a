package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.wire.json.Tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a tensor's shape: an array of integers of at least 0. */
final class ShapeReader {

    private ShapeReader() {}

    static Shape read(JsonParser json, String where) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw invalid(where, Tokens.name(json.currentToken()));
        }
        List<Long> dimensions = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw invalid(where, Tokens.name(json.currentToken()) + " " + TensorDataReader.quoted(json));
            }
            long dimension = json.getLongValue();
            if (dimension < 0) {
                throw invalid(where, String.valueOf(dimension));
            }
            if (dimensions.size() == Shape.MAX_RANK) {
                throw invalid(where, "more than " + Shape.MAX_RANK + " dimensions");
            }
            dimensions.add(dimension);
        }
        return new Shape(dimensions);
    }

    private static InferenceException invalid(String where, String actual) {
        return InferenceException.invalid(
                where, where + ": expected an array of dimensions, each an integer of at least 0, got " + actual);
    }
}
