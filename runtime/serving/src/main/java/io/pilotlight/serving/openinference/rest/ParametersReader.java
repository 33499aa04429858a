package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.openinference.ParameterLimit;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.json.Tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code parameters}: an object of strings, numbers and booleans. */
final class ParametersReader {

    private ParametersReader() {}

    static Map<String, Object> read(JsonParser json, String where) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw InferenceException.invalid(
                    where, where + ": expected an object, got " + Tokens.name(json.currentToken()));
        }
        Map<String, Object> parameters = new HashMap<>();
        int names = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            names++;
            ParameterLimit.require(where, names);
            String name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_TRUE -> parameters.put(name, true);
                case VALUE_FALSE -> parameters.put(name, false);
                case VALUE_STRING -> parameters.put(name, json.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parameters.put(name, number(json, name));
                case VALUE_NULL -> {} // says nothing
                default ->
                    throw InferenceException.invalid(
                            JsonErrors.abbreviate(name),
                            "parameter `" + JsonErrors.abbreviate(name)
                                    + "`: expected a string, a number or a boolean, got "
                                    + Tokens.name(json.currentToken()));
            }
        }
        return parameters;
    }

    private static Number number(JsonParser json, String name) throws IOException {
        Number number = json.getNumberValue();
        if (!Double.isFinite(number.doubleValue())) {
            String parameter = JsonErrors.abbreviate(name);
            throw InferenceException.invalid(
                    parameter,
                    "parameter `" + parameter + "`: expected a number within the range of FP64, got "
                            + JsonErrors.abbreviate(json.getText()));
        }
        return number;
    }
}
