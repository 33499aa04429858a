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
 * @param outputs the names of those asked for; all if none was named
 */
record InferRequest(Optional<String> id, Map<String, Object> parameters, Tensors inputs, List<String> outputs) {}
