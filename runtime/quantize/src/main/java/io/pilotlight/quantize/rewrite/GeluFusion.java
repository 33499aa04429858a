package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import java.util.List;

/** The activation x · ½ · (1 + erf(x / √2)), in whichever order it is multiplied, in one node. */
final class GeluFusion implements Fusion {

    @Override
    public String what() {
        return "activations (GELU) in one node";
    }

    @Override
    public boolean fuse(Graph graph, Node end) {
        if (!end.is("Mul")) {
            return false;
        }
        Pattern pattern = new Pattern(graph);
        return Pattern.search(() -> halvedLast(graph, pattern, end))
                .or(() -> Pattern.search(() -> halvedFirst(pattern, end)))
                .map(input -> {
                    graph.useMicrosoftOperators();
                    graph.replace(end, Node.microsoft("Gelu", List.of(input), end.output()));
                    return true;
                })
                .orElse(false);
    }

    /** (x · (1 + erf)) · ½, and so its input. */
    private static String halvedLast(Graph graph, Pattern pattern, Node end) {
        Pattern.Scaled halved = pattern.scaled(end);
        Pattern.require(Math.abs(halved.number() - 0.5) < 1e-6);
        Node product = pattern.producer(halved.tensor(), "Mul");
        Pattern.require(graph.isReadOnce(product.output()));
        return onePlusErf(pattern, product);
    }

    /** (x · ½) · (1 + erf), and so its input. */
    private static String halvedFirst(Pattern pattern, Node end) {
        Pattern.Scaled halved = pattern.scaled(pattern.operand(end, "Mul"));
        Pattern.require(Math.abs(halved.number() - 0.5) < 1e-6);
        Node sum = pattern.operand(end, "Add");
        Pattern.require(erfOf(pattern, sum).equals(halved.tensor()));
        return halved.tensor();
    }

    private static String onePlusErf(Pattern pattern, Node product) {
        // x may be a sum itself: that of its bias. The operand with erf below it is the one that counts.
        for (int i = 0; i < 2; i++) {
            String input = product.input(1 - i);
            String sum = product.input(i);
            boolean found = Pattern.search(() -> erfOf(pattern, pattern.producer(sum, "Add")))
                    .filter(input::equals)
                    .isPresent();
            if (found) {
                return input;
            }
        }
        Pattern.require(false);
        return "";
    }

    private static String erfOf(Pattern pattern, Node sum) {
        Pattern.require(Math.abs(pattern.scaled(sum).number() - 1) < 1e-6);
        Node erf = pattern.operand(sum, "Erf");
        return Pattern.search(() -> {
                    Node divided = pattern.producer(erf.input(0), "Div");
                    pattern.requireScalar(divided.input(1), Math.sqrt(2));
                    return divided.input(0);
                })
                .orElseGet(() -> {
                    Pattern.Scaled scaled = pattern.scaled(pattern.producer(erf.input(0), "Mul"));
                    Pattern.require(Math.abs(scaled.number() - Math.sqrt(0.5)) < 1e-3);
                    return scaled.tensor();
                });
    }
}
