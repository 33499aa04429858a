package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.serving.openinference.InputCheck.Declared;
import io.pilotlight.wire.json.Expect;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Map;

/** Reads the inputs of a request, one after another, and checks each against the signature before it takes its data. */
final class InputReader {

    /** An input's parameter: that its data are so many bytes after the JSON. */
    static final String BINARY_SIZE = "binary_data_size";

    private final JsonParser json;
    private final BinaryPart binary;
    private final InputCheck check;
    private final int jsonLength;

    InputReader(JsonParser json, BinaryPart binary, InputCheck check, int jsonLength) {
        this.json = json;
        this.binary = binary;
        this.check = check;
        this.jsonLength = jsonLength;
    }

    record Input(String name, Tensor tensor) {}

    /** Reads the object at which the parser stands. */
    Input read(String where) throws IOException {
        Expect.token(json.currentToken(), JsonToken.START_OBJECT, where, "an object");
        @Nullable String name = null;
        @Nullable String dataType = null;
        @Nullable Shape shape = null;
        @Nullable Declared declared = null;
        @Nullable Tensor tensor = null;
        @Nullable TokenBuffer early = null;
        Map<String, Object> parameters = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = Expect.text(json, where + ".name");
                case "datatype" -> dataType = Expect.text(json, where + ".datatype");
                case "shape" -> shape = ShapeReader.read(json, where + ".shape");
                case "parameters" -> parameters = ParametersReader.read(json, where + ".parameters");
                case "data" -> {
                    if (name != null && dataType != null && shape != null) {
                        declared = check.input(name, dataType, shape);
                        tensor = fromJson(declared, json);
                    } else {
                        early = copy(); // the data came before what it means
                    }
                }
                default -> json.skipChildren();
            }
        }
        if (declared == null) {
            String known = Expect.present(name, where + ".name", "a string");
            String input = "input `" + JsonErrors.abbreviate(known) + "`";
            declared = check.input(
                    known,
                    Expect.present(dataType, input + ": datatype", "a data type"),
                    Expect.present(shape, input + ": shape", "an array of dimensions"));
        }
        if (early != null) {
            tensor = fromJson(declared, early.asParserOnFirstToken());
        }
        return new Input(declared.name(), withData(declared, tensor, parameters.get(BINARY_SIZE)));
    }

    private Tensor withData(Declared declared, @Nullable Tensor fromJson, @Nullable Object binarySize) {
        if (binarySize == null) {
            return Expect.present(fromJson, "input `" + declared.name() + "`: data", "an array");
        }
        if (fromJson != null) {
            throw InferenceException.mismatch(
                    declared.name(),
                    "input `" + declared.name() + "`: expected `data` or " + BINARY_SIZE + ", got both");
        }
        check.requireFewItems(declared);
        return binary.take(declared, bytes(declared, binarySize));
    }

    private static long bytes(Declared declared, Object binarySize) {
        if (binarySize instanceof Integer || binarySize instanceof Long) {
            long bytes = ((Number) binarySize).longValue();
            if (bytes >= 0) {
                return bytes;
            }
        }
        throw InferenceException.mismatch(
                declared.name(),
                "input `" + declared.name() + "`: " + BINARY_SIZE + ": expected a number of bytes, got "
                        + JsonErrors.abbreviate(binarySize.toString()));
    }

    private TokenBuffer copy() throws IOException {
        TokenBuffer buffer = new TokenBuffer(json);
        buffer.copyCurrentStructure(json);
        return buffer;
    }

    /** Every further element takes a comma and a byte at least: a shape that promises more is not believed. */
    private Tensor fromJson(Declared declared, JsonParser data) throws IOException {
        long elements = declared.elements();
        if (elements > jsonLength / 2 + 1) {
            throw InferenceException.mismatch(
                    declared.name(),
                    "input `" + declared.name() + "`: expected the elements of shape " + declared.shape()
                            + ", got fewer");
        }
        check.requireFewItems(declared);
        return TensorDataReader.read(data, declared.name(), declared.type(), declared.shape(), elements);
    }
}
