package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import java.util.List;

/** Layer normalisation as exporters spell it out, (x - mean) / sqrt(variance + epsilon) · weight + bias, in one node. */
final class LayerNormFusion implements Fusion {

    @Override
    public String what() {
        return "layer normalisations in one node";
    }

    @Override
    public boolean fuse(Graph graph, Node end) {
        if (!end.is("Add")) {
            return false;
        }
        Pattern pattern = new Pattern(graph);
        return Pattern.search(() -> {
                    String bias = pattern.vector(end);
                    Node scaled = pattern.producer(end.otherInput(bias), "Mul");
                    String weight = pattern.vector(scaled);
                    Node divided = pattern.producer(scaled.otherInput(weight), "Div");
                    Node centred = pattern.producer(divided.input(0), "Sub");
                    Node deviation = pattern.producer(divided.input(1), "Sqrt");
                    Pattern.Scaled variance = pattern.scaled(pattern.producer(deviation.input(0), "Add"));
                    Node square = averaged(graph, pattern, variance.tensor());
                    requireSquareOf(pattern, square, centred.output());
                    String input = centred.input(0);
                    Pattern.require(averaged(pattern, centred.input(1)).input(0).equals(input));
                    return Node.of(
                            "LayerNormalization",
                            List.of(input, weight, bias),
                            end.output(),
                            Attributes.of("axis", -1L),
                            Attributes.of("epsilon", (float) variance.number()));
                })
                .map(fused -> {
                    graph.replace(end, fused);
                    return true;
                })
                .orElse(false);
    }

    private static Node averaged(Graph graph, Pattern pattern, String tensor) {
        String squares = averaged(pattern, tensor).input(0);
        return graph.producer(squares, "Mul").orElseGet(() -> pattern.producer(squares, "Pow"));
    }

    /** A mean over the last axis. */
    private static Node averaged(Pattern pattern, String tensor) {
        Node mean = pattern.producer(tensor, "ReduceMean");
        // From operator set 18 on the axes are an input; exporters of layer normalisation know no other than the last.
        List<Long> axes = mean.longsAttribute("axes");
        Pattern.require(axes.isEmpty() ? !mean.input(1).isEmpty() : axes.equals(List.of(-1L)));
        Pattern.require(mean.longAttribute("keepdims", 1) == 1);
        return mean;
    }

    private static void requireSquareOf(Pattern pattern, Node square, String tensor) {
        Pattern.require(square.input(0).equals(tensor));
        if (square.is("Pow")) {
            pattern.requireScalar(square.input(1), 2);
        } else {
            Pattern.require(square.input(1).equals(tensor));
        }
    }
}
