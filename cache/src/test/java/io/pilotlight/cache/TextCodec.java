package io.pilotlight.cache;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.util.Map;

/** Results that are texts. */
abstract class TextCodec<I> implements ItemCodec<I, String> {

    @Override
    public final Tensors outputs(String result) {
        return Tensors.of(Map.of("text", Tensor.of(Shape.of(1), result)));
    }

    @Override
    public final String result(Tensors outputs) {
        return outputs.texts("text").getFirst();
    }
}
