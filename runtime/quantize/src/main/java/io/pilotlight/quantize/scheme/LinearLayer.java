package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Matrix multiplications by constant weights that read the same tensor, and so share its quantization.
 *
 * @param input the tensor they read, whose last axis has one number for each row of the weights
 * @param products one or more {@code MatMul}
 * @param rows of each product's weights
 */
public record LinearLayer(String input, List<Node> products, int rows) {

    /** Smaller weights save nothing. */
    private static final long FEWEST_WEIGHTS = 4_096;

    public LinearLayer {
        products = List.copyOf(products);
    }

    /** All of a graph, in its order. */
    public static List<LinearLayer> all(Graph graph) {
        Map<String, List<Node>> byInput = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (weights(graph, node).isPresent()) {
                byInput.computeIfAbsent(node.input(0), first -> new ArrayList<>())
                        .add(node);
            }
        }
        List<LinearLayer> layers = new ArrayList<>();
        byInput.forEach((input, products) -> layers.add(new LinearLayer(input, products, (int)
                weights(graph, products.getFirst()).orElseThrow().getDims(0))));
        return layers;
    }

    private static Optional<TensorProto> weights(Graph graph, Node node) {
        if (!node.is("MatMul") || !node.domain().isEmpty()) {
            return Optional.empty();
        }
        return graph.floatConstant(node.input(1))
                .filter(weights -> weights.getDimsCount() == 2 && Constants.elementCount(weights) >= FEWEST_WEIGHTS);
    }

    /** What the layer is called in reports: its first product's name. */
    public String name() {
        Node first = products.getFirst();
        return first.name().isEmpty() ? first.output() : first.name();
    }
}
