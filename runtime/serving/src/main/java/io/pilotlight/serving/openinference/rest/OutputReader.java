package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.wire.json.Expect;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads the outputs that a request asks for, one after another. */
final class OutputReader {

    /** An output's parameter: whether it is wanted as binary data. */
    static final String BINARY = "binary_data";

    private final JsonParser json;
    private final InputCheck check;

    OutputReader(JsonParser json, InputCheck check) {
        this.json = json;
        this.check = check;
    }

    /** Reads the object at which the parser stands. */
    InferRequest.Output read(String where) throws IOException {
        Expect.token(json.currentToken(), JsonToken.START_OBJECT, where, "an object");
        @Nullable String name = null;
        Map<String, Object> parameters = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = Expect.text(json, where + ".name");
                case "parameters" -> parameters = ParametersReader.read(json, where + ".parameters");
                default -> json.skipChildren();
            }
        }
        String known = Expect.present(name, where + ".name", "a string");
        check.requireOutput(known);
        return new InferRequest.Output(known, binary(known, parameters));
    }

    private static Optional<Boolean> binary(String output, Map<String, Object> parameters) {
        return switch (parameters.get(BINARY)) {
            case null -> Optional.empty();
            case Boolean binary -> Optional.of(binary);
            case Object other ->
                throw InferenceException.invalid(
                        BINARY,
                        "output `" + output + "`: " + BINARY + ": expected true or false, got "
                                + JsonErrors.abbreviate(other.toString()));
        };
    }
}
