package io.pilotlight.serving.item;

import io.pilotlight.api.Signature;

/** What a function takes and gives, as types and as a signature of tensors. */
public record FunctionType<I extends Record, O extends Record>(String name, ItemType<I> input, ItemType<O> output) {

    /** The function's tensors. */
    public Signature signature() {
        return new Signature(input.tensors(), output.tensors());
    }
}
