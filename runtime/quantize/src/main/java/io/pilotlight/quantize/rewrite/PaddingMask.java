package io.pilotlight.quantize.rewrite;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Shapes;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Finds out whether what is added to attention's scores is a padding mask: whether there is an input of the model with a number
 * for each token, such that nothing is added where it is 1, and something very negative where it is 0. The graph is run to see.
 */
final class PaddingMask {

    /** Less than this leaves nothing of a softmax. */
    private static final float NEGLIGIBLE = -1_000;

    private final Graph graph;
    private final Tensors sample;
    private final Map<String, Optional<String>> known = new HashMap<>();

    PaddingMask(Graph graph, Tensors sample) {
        this.graph = graph.copy();
        this.sample = sample;
    }

    /** The input that says which tokens are padding, if the tensor is a mask made of it. */
    Optional<String> maskOf(String bias) {
        return known.computeIfAbsent(bias, this::find);
    }

    private Optional<String> find(String bias) {
        if (graph.producer(bias).isEmpty()) {
            return Optional.empty();
        }
        return sample.byName().keySet().stream()
                .filter(input -> graph.dependsOn(bias, input))
                .filter(input -> masks(input, bias))
                .findFirst();
    }

    private boolean masks(String input, String bias) {
        Tensor given = sample.get(input);
        List<Long> dimensions = given.shape().dimensions();
        if (given.type() != DataType.INT64 || dimensions.size() != 2 || dimensions.getLast() < 2) {
            return false;
        }
        long[] mask = new long[Math.toIntExact(given.shape().elementCount())];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 3 == 1 ? 0 : 1;
        }
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>(sample.byName());
        inputs.put(
                input,
                Tensor.of(
                        Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray()), mask));
        try (Runner runner = Runner.literal(graph.toModel(Shapes.outputs(List.of(bias))))) {
            Tensor added = runner.run(new Tensors(inputs)).get(bias);
            return added instanceof Tensor.Numeric numbers
                    && numbers.type() == DataType.FP32
                    && numbers.shape().dimensions().getLast().equals(dimensions.getLast())
                    && masks(numbers.floatArray(), mask);
        }
    }

    private static boolean masks(float[] added, long[] mask) {
        for (int i = 0; i < added.length; i++) {
            boolean padding = mask[i % mask.length] == 0;
            if (padding ? added[i] > NEGLIGIBLE : added[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
