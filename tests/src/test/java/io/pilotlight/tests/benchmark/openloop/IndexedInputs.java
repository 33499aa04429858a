package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.api.Timing;

import java.util.Map;

/** Tensors that hold nothing but the index of their request, so that a fake inference can tell which it was asked. */
final class IndexedInputs {

    private IndexedInputs() {}

    static Tensors at(long index) {
        return Tensors.of(Map.of("index", Tensor.of(Shape.of(1), Long.toString(index))));
    }

    static long indexOf(Request<Tensors> request) {
        return Long.parseLong(request.items().getFirst().texts("index").getFirst());
    }

    /** The input as the answer. */
    static Response<Tensors> answer(Request<Tensors> request) {
        return new Response<>(request.items(), Timing.NONE);
    }
}
