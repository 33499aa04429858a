package io.pilotlight.api;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Tensors by name, in the order they were given: what the inner {@link Inference} takes and gives.
 *
 * @param byName unmodifiable
 */
public record Tensors(SequencedMap<String, Tensor> byName) {

    public Tensors {
        byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
    }

    public static Tensors of(Map<String, ? extends Tensor> tensors) {
        return new Tensors(new LinkedHashMap<>(tensors));
    }

    /**
     * The tensor of that name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public Tensor get(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor `" + name + "`: unknown; there are " + byName.keySet());
        }
        return tensor;
    }

    /** The tensor of that name, whose elements have a fixed size. */
    public Tensor.Numeric numeric(String name) {
        if (get(name) instanceof Tensor.Numeric numeric) {
            return numeric;
        }
        throw new IllegalArgumentException("tensor `" + name + "`: expected numbers, got BYTES");
    }

    /** The elements of the tensor of that name, which are texts. */
    public List<String> texts(String name) {
        if (get(name) instanceof Tensor.Bytes bytes) {
            return bytes.elements().stream()
                    .map(element -> new String(element, StandardCharsets.UTF_8))
                    .toList();
        }
        throw new IllegalArgumentException(
                "tensor `" + name + "`: expected BYTES, got " + get(name).type());
    }
}
