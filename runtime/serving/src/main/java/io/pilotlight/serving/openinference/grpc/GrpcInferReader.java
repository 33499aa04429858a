package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.serving.openinference.BinaryPart;
import io.pilotlight.serving.openinference.InferRequest;
import io.pilotlight.serving.openinference.InputCheck;
import io.pilotlight.serving.openinference.InputCheck.Declared;
import io.pilotlight.serving.openinference.ParameterLimit;
import io.pilotlight.wire.json.JsonErrors;
import io.pilotlight.wire.openinference.grpc.GrpcMessage;
import io.pilotlight.wire.openinference.message.InferParameter;
import io.pilotlight.wire.openinference.message.ModelInferRequest;
import io.pilotlight.wire.openinference.message.ModelInferRequest.InferInputTensor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads inference requests that came as protocol buffers. */
final class GrpcInferReader {

    private final InputCheck check;

    GrpcInferReader(InputCheck check) {
        this.check = check;
    }

    /**
     * The message of a call, not yet checked.
     *
     * @throws InferenceException as {@link GrpcMessage#read} does
     */
    static ModelInferRequest message(byte[] body) {
        return GrpcMessage.read(
                body,
                ModelInferRequest.parser(),
                ModelInferRequest.INPUTS_FIELD_NUMBER,
                ModelInferRequest.OUTPUTS_FIELD_NUMBER);
    }

    /**
     * A request, checked.
     *
     * @throws InferenceException {@code INVALID_REQUEST} or {@code TENSOR_MISMATCH}, naming the field or tensor
     */
    InferRequest read(ModelInferRequest request) {
        requireAllOrNoneRaw(request);
        requireFewParameters(request);
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            if (inputs.put(input.getName(), tensor(request, i, input)) != null) {
                throw InputCheck.twice("input", input.getName());
            }
        }
        check.requireAll(inputs.keySet());
        return new InferRequest(
                Optional.of(request.getId()).filter(id -> !id.isEmpty()),
                parameters(request.getParametersMap()),
                new Tensors(inputs),
                outputs(request));
    }

    private static void requireAllOrNoneRaw(ModelInferRequest request) {
        int raw = request.getRawInputContentsCount();
        if (raw > 0 && raw != request.getInputsCount()) {
            throw InferenceException.invalid(
                    "raw_input_contents",
                    "raw_input_contents: expected one for each of the " + request.getInputsCount()
                            + " inputs or none, got " + raw);
        }
    }

    private static void requireFewParameters(ModelInferRequest request) {
        ParameterLimit.require("parameters", request.getParametersCount());
        for (int i = 0; i < request.getInputsCount(); i++) {
            ParameterLimit.require(
                    "inputs[" + i + "].parameters", request.getInputs(i).getParametersCount());
        }
        for (int i = 0; i < request.getOutputsCount(); i++) {
            ParameterLimit.require(
                    "outputs[" + i + "].parameters", request.getOutputs(i).getParametersCount());
        }
    }

    private Tensor tensor(ModelInferRequest request, int index, InferInputTensor input) {
        Declared declared = check.input(input.getName(), input.getDatatype(), shape(input));
        check.requireFewItems(declared);
        if (request.getRawInputContentsCount() == 0) {
            return GrpcContents.tensor(declared, input.getContents());
        }
        if (input.hasContents()) {
            throw InferenceException.mismatch(
                    declared.name(),
                    "input `" + declared.name() + "`: expected `contents` or raw_input_contents, got both");
        }
        ByteBuffer data = request.getRawInputContents(index).asReadOnlyByteBuffer();
        return BinaryPart.tensor(declared, data);
    }

    private static Shape shape(InferInputTensor input) {
        List<Long> dimensions = input.getShapeList();
        boolean sound =
                dimensions.size() <= Shape.MAX_RANK && dimensions.stream().allMatch(dimension -> dimension >= 0);
        if (!sound) {
            throw InferenceException.mismatch(
                    "shape",
                    "input `" + JsonErrors.abbreviate(input.getName()) + "`: shape: expected at most " + Shape.MAX_RANK
                            + " dimensions, each of at least 0, got "
                            + (dimensions.size() <= Shape.MAX_RANK ? dimensions : dimensions.size()));
        }
        return new Shape(dimensions);
    }

    private List<InferRequest.Output> outputs(ModelInferRequest request) {
        List<InferRequest.Output> outputs = new ArrayList<>();
        for (ModelInferRequest.InferRequestedOutputTensor output : request.getOutputsList()) {
            String name = output.getName();
            check.requireOutput(name);
            if (outputs.stream().anyMatch(other -> other.name().equals(name))) {
                throw InputCheck.twice("output", name);
            }
            outputs.add(new InferRequest.Output(name, Optional.empty()));
        }
        return outputs;
    }

    private static Map<String, Object> parameters(Map<String, InferParameter> given) {
        Map<String, Object> parameters = new HashMap<>();
        given.forEach((name, parameter) -> {
            switch (parameter.getParameterChoiceCase()) {
                case BOOL_PARAM -> parameters.put(name, parameter.getBoolParam());
                case INT64_PARAM -> parameters.put(name, parameter.getInt64Param());
                case STRING_PARAM -> parameters.put(name, parameter.getStringParam());
                case DOUBLE_PARAM -> parameters.put(name, finite(name, parameter.getDoubleParam()));
                case UINT64_PARAM -> parameters.put(name, unsigned(parameter.getUint64Param()));
                case PARAMETERCHOICE_NOT_SET -> {} // says nothing
            }
        });
        return parameters;
    }

    /** As small as it can be, as JSON's numbers come. */
    private static Number unsigned(long value) {
        return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
    }

    private static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            String parameter = JsonErrors.abbreviate(name);
            throw InferenceException.invalid(
                    parameter, "parameter `" + parameter + "`: expected a finite number, got " + value);
        }
        return value;
    }
}
