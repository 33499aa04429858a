package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.api.Tensors;
import io.pilotlight.tests.benchmark.openloop.Inputs;

import java.util.ArrayList;
import java.util.List;

/** Inputs made before the clock runs, gone round and round; nothing between callers and lanes here is a cache. */
record PreparedInputs(List<Tensors> inputs) implements Inputs {

    PreparedInputs {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("prepared inputs: expected at least one, got none");
        }
    }

    /** In turns of this and of the other, as far as both go. */
    PreparedInputs alternatingWith(PreparedInputs other) {
        List<Tensors> mixed = new ArrayList<>();
        for (int i = 0; i < Math.min(inputs.size(), other.inputs.size()); i++) {
            mixed.add(inputs.get(i));
            mixed.add(other.inputs.get(i));
        }
        return new PreparedInputs(mixed);
    }

    @Override
    public Tensors at(long index) {
        return inputs.get((int) (index % inputs.size()));
    }
}
