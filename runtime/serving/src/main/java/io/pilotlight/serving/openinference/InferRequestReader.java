package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.json.Json;
import io.pilotlight.serving.json.JsonDocument;
import io.pilotlight.serving.json.JsonErrors;
import io.pilotlight.serving.json.Tokens;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Reads inference requests with JSON tensors, in one pass over the bytes. Fields it does not know are skipped. */
final class InferRequestReader {

    private final Signature signature;
    private final int maxItems;

    /**
     * A reader for one function.
     *
     * @param maxItems in a request: a tensor's first dimension
     */
    InferRequestReader(Signature signature, int maxItems) {
        this.signature = signature;
        this.maxItems = maxItems;
    }

    /**
     * Reads one request.
     *
     * @throws InferenceException {@code INVALID_REQUEST} or {@code TENSOR_MISMATCH}, naming the field or tensor
     */
    InferRequest read(byte[] body) {
        try (JsonParser json = Json.stream(body)) {
            return new Reading(json, body.length).request();
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }

    /** One request being read. */
    private final class Reading {

        private final JsonParser json;
        private final int bodyBytes;
        private final SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        private final List<String> outputs = new ArrayList<>();
        private Map<String, Object> parameters = Map.of();
        private Optional<String> id = Optional.empty();
        private boolean inputsSeen;

        Reading(JsonParser json, int bodyBytes) {
            this.json = json;
            this.bodyBytes = bodyBytes;
        }

        InferRequest request() throws IOException {
            expect(json.nextToken(), JsonToken.START_OBJECT, "body", "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "id" -> id = Optional.of(text(value, "id"));
                    case "parameters" -> parameters = ParametersReader.read(json, "parameters");
                    case "inputs" -> readInputs(value);
                    case "outputs" -> readOutputs(value);
                    default -> json.skipChildren();
                }
            }
            JsonDocument.requireEnd(json);
            requireAllInputs();
            return new InferRequest(id, parameters, new Tensors(inputs), outputs);
        }

        private void requireAllInputs() {
            if (!inputsSeen) {
                throw InferenceException.invalid("inputs", "`inputs`: expected an array of tensors, it is missing");
            }
            for (TensorSpec spec : signature.inputs()) {
                if (!inputs.containsKey(spec.name())) {
                    throw InferenceException.mismatch(
                            spec.name(),
                            "input `" + spec.name() + "`: expected " + spec.typeAndShape() + ", it is missing");
                }
            }
        }

        private void readInputs(JsonToken value) throws IOException {
            expect(value, JsonToken.START_ARRAY, "inputs", "an array of tensors");
            inputsSeen = true;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_OBJECT, "inputs[" + inputs.size() + "]", "an object");
                readInput("inputs[" + inputs.size() + "]");
            }
        }

        private void readInput(String where) throws IOException {
            @Nullable String name = null;
            @Nullable String dataType = null;
            @Nullable Shape shape = null;
            @Nullable TokenBuffer early = null;
            @Nullable Tensor tensor = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "name" -> name = text(value, where + ".name");
                    case "datatype" -> dataType = text(value, where + ".datatype");
                    case "shape" -> shape = ShapeReader.read(json, where + ".shape");
                    case "data" -> {
                        if (name != null && dataType != null && shape != null) {
                            tensor = tensor(spec(name), dataType, shape, json);
                        } else {
                            early = copy(); // the data came before what it means
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            String known = required(name, where + ".name", "a string");
            TensorSpec spec = spec(known);
            if (tensor == null) {
                tensor = tensor(
                        spec,
                        required(dataType, "input `" + known + "`: datatype", "a data type"),
                        required(shape, "input `" + known + "`: shape", "an array of dimensions"),
                        required(early, "input `" + known + "`: data", "an array")
                                .asParserOnFirstToken());
            }
            if (inputs.put(known, tensor) != null) {
                throw InferenceException.mismatch(known, "input `" + known + "`: expected once, got twice");
            }
        }

        private TokenBuffer copy() throws IOException {
            TokenBuffer buffer = new TokenBuffer(json);
            buffer.copyCurrentStructure(json);
            return buffer;
        }

        private TensorSpec spec(String name) {
            return signature
                    .input(name)
                    .orElseThrow(() -> InferenceException.mismatch(
                            JsonErrors.abbreviate(name),
                            "input `" + JsonErrors.abbreviate(name) + "`: unknown; there are "
                                    + names(signature.inputs())));
        }

        private Tensor tensor(TensorSpec spec, String dataType, Shape shape, JsonParser data) throws IOException {
            DataType type = DataTypes.parse(spec.name(), dataType);
            if (type != spec.type() || !spec.shape().accepts(withoutTrailingOnes(spec, shape))) {
                throw InferenceException.mismatch(
                        spec.name(),
                        "input `" + spec.name() + "`: expected " + spec.typeAndShape() + ", got " + type + " " + shape);
            }
            long elements = elementCount(spec, shape);
            if (shape.rank() > 0 && shape.dimension(0) > maxItems) {
                throw new InferenceException(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "input `" + spec.name() + "`: expected at most " + maxItems + " items, got shape " + shape);
            }
            return TensorDataReader.read(data, spec.name(), type, shape, elements);
        }

        /** A column of n texts is often sent as [n, 1]. */
        private static Shape withoutTrailingOnes(TensorSpec spec, Shape shape) {
            List<Long> dimensions = shape.dimensions();
            int rank = shape.rank();
            while (rank > spec.shape().rank() && dimensions.get(rank - 1) == 1) {
                rank--;
            }
            return new Shape(dimensions.subList(0, rank));
        }

        /** Every further element takes a comma and a byte at least: a shape that promises more is not believed. */
        private long elementCount(TensorSpec spec, Shape shape) {
            long elements;
            try {
                elements = shape.elementCount();
            } catch (IllegalArgumentException overflow) {
                elements = Long.MAX_VALUE;
            }
            if (elements > bodyBytes / 2 + 1) {
                throw InferenceException.mismatch(
                        spec.name(),
                        "input `" + spec.name() + "`: expected the elements of shape " + shape + ", got fewer");
            }
            if (elements == 0) {
                throw InferenceException.mismatch(
                        spec.name(), "input `" + spec.name() + "`: expected at least one element, got shape " + shape);
            }
            return elements;
        }

        private void readOutputs(JsonToken value) throws IOException {
            expect(value, JsonToken.START_ARRAY, "outputs", "an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.START_OBJECT, "outputs[" + outputs.size() + "]", "an object");
                outputs.add(readOutput("outputs[" + outputs.size() + "]"));
            }
        }

        private String readOutput(String where) throws IOException {
            @Nullable String name = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("name")) {
                    name = text(value, where + ".name");
                } else {
                    json.skipChildren();
                }
            }
            String known = required(name, where + ".name", "a string");
            if (signature.output(known).isEmpty()) {
                throw InferenceException.mismatch(
                        JsonErrors.abbreviate(known),
                        "output `" + JsonErrors.abbreviate(known) + "`: unknown; there are "
                                + names(signature.outputs()));
            }
            if (outputs.contains(known)) {
                throw InferenceException.mismatch(known, "output `" + known + "`: expected once, got twice");
            }
            return known;
        }

        private String text(@Nullable JsonToken value, String where) throws IOException {
            expect(value, JsonToken.VALUE_STRING, where, "a string");
            return json.getText();
        }
    }

    private static String names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).collect(Collectors.joining(", ", "[", "]"));
    }

    private static <T> T required(@Nullable T value, String where, String expected) {
        if (value == null) {
            throw InferenceException.invalid(where, where + ": expected " + expected + ", it is missing");
        }
        return value;
    }

    private static void expect(@Nullable JsonToken actual, JsonToken expected, String where, String words) {
        if (actual != expected) {
            throw InferenceException.invalid(where, where + ": expected " + words + ", got " + Tokens.name(actual));
        }
    }
}
