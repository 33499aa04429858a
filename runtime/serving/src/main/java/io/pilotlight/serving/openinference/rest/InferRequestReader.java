package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.wire.json.Expect;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonDocument;
import io.pilotlight.wire.json.JsonErrors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads inference requests in one pass over their bytes: tensors in JSON, or as binary data after it. Fields it does not
 * know are skipped.
 */
public final class InferRequestReader {

    private final InputCheck check;

    public InferRequestReader(InputCheck check) {
        this.check = check;
    }

    /**
     * Reads one request.
     *
     * @param jsonLength bytes of JSON; what follows is binary data
     * @throws InferenceException {@code INVALID_REQUEST} or {@code TENSOR_MISMATCH}, naming the field or tensor
     */
    public InferRequest read(byte[] body, int jsonLength) {
        try (JsonParser json = Json.stream(body, jsonLength)) {
            return new Reading(json, BinaryPart.after(body, jsonLength), jsonLength).request();
        } catch (IOException e) {
            throw JsonErrors.invalid(e);
        }
    }

    /**
     * Takes a body without any JSON as the one input of a single item, whose outputs are wanted as binary data.
     *
     * @throws InferenceException {@code INVALID_REQUEST} if the function takes more than one input, or {@code
     *     TENSOR_MISMATCH}
     */
    InferRequest raw(byte[] body) {
        TensorSpec spec = RawTensor.only(check.inputs());
        Tensor tensor = RawTensor.of(spec, ByteBuffer.wrap(body));
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>(Map.of(spec.name(), tensor));
        return new InferRequest(
                Optional.empty(), Map.of(InferRequest.BINARY_OUTPUTS, true), new Tensors(inputs), List.of());
    }

    /** One request being read. */
    private final class Reading {

        private final JsonParser json;
        private final BinaryPart binary;
        private final InputReader inputReader;
        private final OutputReader outputReader;
        private final SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        private final List<InferRequest.Output> outputs = new ArrayList<>();
        private Map<String, Object> parameters = Map.of();
        private Optional<String> id = Optional.empty();
        private boolean inputsSeen;

        Reading(JsonParser json, BinaryPart binary, int jsonLength) {
            this.json = json;
            this.binary = binary;
            this.inputReader = new InputReader(json, binary, check, jsonLength);
            this.outputReader = new OutputReader(json, check);
        }

        InferRequest request() throws IOException {
            Expect.token(json.nextToken(), JsonToken.START_OBJECT, "body", "an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = Optional.of(Expect.text(json, "id"));
                    case "parameters" -> parameters = ParametersReader.read(json, "parameters");
                    case "inputs" -> readInputs();
                    case "outputs" -> readOutputs();
                    default -> json.skipChildren();
                }
            }
            JsonDocument.requireEnd(json);
            requireAllInputs();
            binary.requireEnd();
            return new InferRequest(id, parameters, new Tensors(inputs), outputs);
        }

        private void requireAllInputs() {
            if (!inputsSeen) {
                throw InferenceException.invalid("inputs", "`inputs`: expected an array of tensors, it is missing");
            }
            check.requireAll(inputs.keySet());
        }

        private void readInputs() throws IOException {
            Expect.token(json.currentToken(), JsonToken.START_ARRAY, "inputs", "an array of tensors");
            inputsSeen = true;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                InputReader.Input input = inputReader.read("inputs[" + inputs.size() + "]");
                if (inputs.put(input.name(), input.tensor()) != null) {
                    throw InputCheck.twice("input", input.name());
                }
            }
        }

        private void readOutputs() throws IOException {
            Expect.token(json.currentToken(), JsonToken.START_ARRAY, "outputs", "an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                InferRequest.Output output = outputReader.read("outputs[" + outputs.size() + "]");
                if (outputs.stream().anyMatch(other -> other.name().equals(output.name()))) {
                    throw InputCheck.twice("output", output.name());
                }
                outputs.add(output);
            }
        }
    }
}
