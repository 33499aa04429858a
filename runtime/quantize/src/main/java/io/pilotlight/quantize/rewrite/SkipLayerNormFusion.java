package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Shapes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A residual connection (with the bias of what comes before it) and the layer normalisation after it, in one node. */
final class SkipLayerNormFusion implements Fusion {

    private final Shapes shapes;

    SkipLayerNormFusion(Shapes shapes) {
        this.shapes = shapes;
    }

    @Override
    public String what() {
        return "residual connections within their layer normalisations";
    }

    @Override
    public boolean fuse(Graph graph, Node end) {
        if (!end.is("LayerNormalization")
                || end.longAttribute("axis", -1) != -1
                || end.inputs().size() != 3) {
            return false;
        }
        Pattern pattern = new Pattern(graph);
        return Pattern.search(() -> {
                    Node sum = pattern.producer(end.input(0), "Add");
                    requireFittingShapes(sum);
                    List<String> inputs = new ArrayList<>(List.of(sum.input(0), sum.input(1)));
                    inputs.add(end.input(1));
                    inputs.add(end.input(2));
                    withoutBias(graph, pattern, inputs);
                    return new Node(
                            "SkipLayerNormalization",
                            Node.MICROSOFT,
                            end.output(),
                            inputs,
                            outputs(graph, sum, end),
                            new LinkedHashMap<>(
                                    Map.of("epsilon", Attributes.of("epsilon", end.floatAttribute("epsilon", 1e-5f)))));
                })
                .map(fused -> {
                    graph.useMicrosoftOperators();
                    graph.producer(end.input(0))
                            .filter(sum -> fused.outputs().contains(sum.output()))
                            .ifPresent(graph::replace);
                    graph.replace(end, fused);
                    return true;
                })
                .orElse(false);
    }

    /** The operator takes two of one shape, or a second one that is the same for every row of the batch. */
    private void requireFittingShapes(Node sum) {
        List<Long> first = shapes.of(sum.input(0));
        List<Long> second = shapes.of(sum.input(1));
        Pattern.require(first.size() == 3 && second.size() == 3);
        Pattern.require(first.subList(1, 3).equals(second.subList(1, 3)));
        Pattern.require(first.equals(second) || second.getFirst() == 1);
    }

    /** Where the sum itself goes on as the next residual, the node gives that, too. */
    private static List<String> outputs(Graph graph, Node sum, Node end) {
        return graph.isReadOnce(sum.output()) ? List.of(end.output()) : List.of(end.output(), "", "", sum.output());
    }

    /** Takes the addition of a constant bias into the node. */
    private static void withoutBias(Graph graph, Pattern pattern, List<String> inputs) {
        for (int i = 0; i < 2; i++) {
            Node biased = graph.producer(inputs.get(i), "Add").orElse(null);
            if (biased == null || !graph.isReadOnce(biased.output())) {
                continue;
            }
            String bias = Pattern.search(() -> pattern.vector(biased)).orElse(null);
            if (bias != null) {
                inputs.set(i, biased.otherInput(bias));
                inputs.add(bias);
                return;
            }
        }
    }
}
