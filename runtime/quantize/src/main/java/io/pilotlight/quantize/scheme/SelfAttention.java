package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import java.util.List;
import java.util.Optional;

/**
 * An attention whose queries, keys and values are all that a layer computes. ONNX Runtime has an operator for it that reads bytes
 * ({@code QAttention}): each head's product is written where the head wants it, and nothing is laid out anew in between.
 *
 * @param node the attention
 * @param projections for queries, keys and values
 */
record SelfAttention(Node node, List<BiasedProduct> projections) {

    private static final int PROJECTIONS = 3;
    private static final int MASK = 4;

    /** The operator knows no other scale than 1/√(head size). */
    private static final double SAME_SCALE = 1e-5;

    /**
     * The weights and biases of all three, side by side.
     *
     * @param weights (rows, columns)
     * @param columns of all three
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Joined(float[] weights, float[] bias, int columns) {}

    SelfAttention {
        projections = List.copyOf(projections);
    }

    static Optional<SelfAttention> of(Graph graph, LinearLayer layer) {
        List<BiasedProduct> projections = BiasedProduct.all(graph, layer);
        if (projections.size() != PROJECTIONS || layer.products().size() != PROJECTIONS) {
            return Optional.empty();
        }
        return graph.onlyReader(projections.getFirst().sum().output())
                .filter(reader -> reader.is("MultiHeadAttention"))
                .filter(reader -> reader.inputs().size() <= MASK + 1
                        && reader.input(PROJECTIONS).isEmpty())
                .map(reader -> new SelfAttention(reader, inOrder(reader, projections)))
                .filter(attention -> attention.isWhatTheOperatorComputes(graph));
    }

    private static List<BiasedProduct> inOrder(Node reader, List<BiasedProduct> projections) {
        return reader.inputs().stream()
                .limit(PROJECTIONS)
                .flatMap(input -> projections.stream()
                        .filter(projection -> projection.sum().output().equals(input)))
                .toList();
    }

    private boolean isWhatTheOperatorComputes(Graph graph) {
        if (projections.size() != PROJECTIONS) {
            return false;
        }
        int hidden = projections.getFirst().columns(graph);
        double scale = node.floatAttribute("scale", 0) * Math.sqrt((double) hidden / heads());
        return projections.stream()
                        .allMatch(projection -> projection.columns(graph) == hidden
                                && graph.isReadOnce(projection.sum().output()))
                && hidden % heads() == 0
                && Math.abs(scale - 1) < SAME_SCALE;
    }

    long heads() {
        return node.longAttribute("num_heads", 1);
    }

    /** The tensor that says which tokens are padding, or an empty name. */
    String mask() {
        return node.input(MASK);
    }

    Joined joined(Graph graph) {
        int hidden = projections.getFirst().columns(graph);
        int columns = PROJECTIONS * hidden;
        float[] bias = new float[columns];
        float[][] weights = new float[PROJECTIONS][];
        for (int i = 0; i < PROJECTIONS; i++) {
            BiasedProduct projection = projections.get(i);
            weights[i] = Constants.floats(
                    graph.floatConstant(projection.product().input(1)).orElseThrow());
            float[] own =
                    Constants.floats(graph.floatConstant(projection.bias()).orElseThrow());
            System.arraycopy(own, 0, bias, i * hidden, hidden);
        }
        int rows = weights[0].length / hidden;
        float[] joined = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < PROJECTIONS; i++) {
                System.arraycopy(weights[i], row * hidden, joined, row * columns + i * hidden, hidden);
            }
        }
        return new Joined(joined, bias, columns);
    }
}
