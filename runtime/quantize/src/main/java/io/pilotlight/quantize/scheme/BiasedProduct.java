package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import java.util.List;
import java.util.Optional;

/**
 * A multiplication by constant weights, and the addition of a constant vector that alone reads it.
 *
 * @param bias the vector, a number for each column
 */
record BiasedProduct(Node product, Node sum, String bias) {

    static Optional<BiasedProduct> of(Graph graph, Node product) {
        return graph.onlyReader(product.output())
                .filter(reader -> reader.is("Add"))
                .map(sum -> new BiasedProduct(product, sum, sum.otherInput(product.output())))
                .filter(biased -> graph.floatConstant(biased.bias)
                        .filter(bias -> bias.getDimsCount() == 1)
                        .filter(bias -> bias.getDims(0) == biased.columns(graph))
                        .isPresent());
    }

    /** Those of a layer's products that are such. */
    static List<BiasedProduct> all(Graph graph, LinearLayer layer) {
        return layer.products().stream()
                .map(product -> of(graph, product))
                .flatMap(Optional::stream)
                .toList();
    }

    int columns(Graph graph) {
        return (int) graph.floatConstant(product.input(1)).orElseThrow().getDims(1);
    }
}
