package io.pilotlight.serving.openinference;

import io.pilotlight.api.Tensors;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inference request, read and checked against the signature.
 *
 * @param id to be echoed
 * @param parameters strings, numbers and booleans, by name
 * @param outputs those asked for; all if none was named
 */
public record InferRequest(Optional<String> id, Map<String, Object> parameters, Tensors inputs, List<Output> outputs) {

    /** The request's parameter by which all its outputs are wanted as binary data. */
    public static final String BINARY_OUTPUTS = "binary_data_output";

    /**
     * An output that is asked for.
     *
     * @param binary whether as binary data; empty where the request's own parameter decides
     */
    public record Output(String name, Optional<Boolean> binary) {}

    /** Whether an output is wanted as binary data rather than as JSON. */
    public boolean wantsBinary(String name) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .flatMap(Output::binary)
                .orElse(Boolean.TRUE.equals(parameters.get(BINARY_OUTPUTS)));
    }
}
