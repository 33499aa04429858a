package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks for shapes in a graph, from a node back to what it is computed from. Each question either has the answer that the shape
 * needs, or ends the search: so a shape is written down as a straight line.
 */
final class Pattern {

    private final Graph graph;

    Pattern(Graph graph) {
        this.graph = graph;
    }

    /** Ends a search. */
    private static final class NoMatch extends RuntimeException {
        NoMatch() {
            super(null, null, false, false);
        }
    }

    /** What a search finds, if it finds it. */
    static <T> Optional<T> search(Supplier<T> search) {
        try {
            return Optional.of(search.get());
        } catch (NoMatch e) {
            return Optional.empty();
        }
    }

    static void require(boolean condition) {
        if (!condition) {
            throw new NoMatch();
        }
    }

    /** The node that computes the tensor, which has to be that operator. */
    Node producer(String tensor, String operator) {
        return graph.producer(tensor, operator).orElseThrow(NoMatch::new);
    }

    /** The input of a commutative operator that such a node computes. */
    Node operand(Node node, String operator) {
        return graph.producer(node.input(0), operator)
                .or(() -> graph.producer(node.input(1), operator))
                .orElseThrow(NoMatch::new);
    }

    /** The other operand of a commutative operator, one of which is a single number. */
    Scaled scaled(Node node) {
        for (int i = 0; i < 2; i++) {
            if (graph.floatScalar(node.input(i)).isPresent()) {
                return new Scaled(
                        node.input(1 - i), graph.floatScalar(node.input(i)).getAsDouble());
            }
        }
        throw new NoMatch();
    }

    /** A tensor and a number. */
    record Scaled(String tensor, double number) {}

    double scalar(String tensor) {
        return graph.floatScalar(tensor).orElseThrow(NoMatch::new);
    }

    void requireScalar(String tensor, double expected) {
        require(Math.abs(scalar(tensor) - expected) <= 1e-3 * Math.abs(expected));
    }

    /** The input of a commutative operator that is a constant with one dimension. */
    String vector(Node node) {
        for (int i = 0; i < 2; i++) {
            if (isVector(node.input(i))) {
                return node.input(i);
            }
        }
        throw new NoMatch();
    }

    private boolean isVector(String tensor) {
        return graph.floatConstant(tensor)
                .filter(constant -> constant.getDimsCount() == 1 && Constants.elementCount(constant) > 1)
                .isPresent();
    }
}
