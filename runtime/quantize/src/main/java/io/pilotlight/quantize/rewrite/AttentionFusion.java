package io.pilotlight.quantize.rewrite;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Shapes;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.util.List;

/**
 * Attention as exporters spell it out, softmax(Q·Kᵀ·scale + mask)·V over heads with all their reshaping, in one node. What masks
 * is not recognised by how it is computed, of which every exporter has a way of its own, but by what it does.
 */
final class AttentionFusion implements Fusion {

    private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);
    private static final List<Long> HEADS_FIRST_TURNED = List.of(0L, 2L, 3L, 1L);
    private static final List<Long> TURNED = List.of(0L, 1L, 3L, 2L);

    private final Shapes shapes;
    private final PaddingMask masks;

    AttentionFusion(Shapes shapes, PaddingMask masks) {
        this.shapes = shapes;
        this.masks = masks;
    }

    /** Where Q, K and V come from, (batch, sequence, hidden) each, and what multiplies the scores. */
    private record Attention(String query, String key, String value, int heads, double scale, String bias) {}

    @Override
    public String what() {
        return "attentions in one node";
    }

    @Override
    public boolean fuse(Graph graph, Node end) {
        if (!end.is("Reshape")) {
            return false;
        }
        return Pattern.search(() -> match(new Pattern(graph), graph, end))
                .map(attention -> {
                    graph.useMicrosoftOperators();
                    graph.replace(
                            end,
                            Node.microsoft(
                                    "MultiHeadAttention",
                                    List.of(
                                            attention.query,
                                            attention.key,
                                            attention.value,
                                            "",
                                            mask(graph, attention.bias)),
                                    end.output(),
                                    Attributes.of("num_heads", attention.heads),
                                    Attributes.of("scale", (float) attention.scale)));
                    return true;
                })
                .orElse(false);
    }

    private Attention match(Pattern pattern, Graph graph, Node end) {
        Node product = pattern.producer(transposed(pattern, end.input(0), HEADS_FIRST), "MatMul");
        Node softmax = pattern.producer(product.input(0), "Softmax");
        long axis = softmax.longAttribute("axis", graph.operatorSet() < 13 ? 1 : -1);
        Pattern.require(axis == -1 || axis == 3);
        String bias = graph.producer(softmax.input(0), "Add")
                .map(sum -> masks.maskOf(sum.input(0)).isPresent() ? sum.input(0) : sum.input(1))
                .orElse("");
        Pattern.require(bias.isEmpty() || masks.maskOf(bias).isPresent());
        String biased = softmax.input(0);
        Pattern.Scaled scores = unscaled(
                graph, bias.isEmpty() ? biased : pattern.producer(biased, "Add").otherInput(bias));
        Node scored = pattern.producer(scores.tensor(), "MatMul");
        Pattern.Scaled query = unscaled(graph, scored.input(0));
        Pattern.Scaled key = unscaled(graph, scored.input(1));
        Pattern.Scaled split = unscaled(graph, transposed(pattern, query.tensor(), HEADS_FIRST));
        List<Long> heads = shapes.of(split.tensor());
        Pattern.require(heads.size() == 4);
        return new Attention(
                joined(pattern, split.tensor()),
                joined(pattern, turned(pattern, graph, key.tensor())),
                joined(pattern, transposed(pattern, product.input(1), HEADS_FIRST)),
                Math.toIntExact(heads.get(2)),
                scores.number() * query.number() * key.number() * split.number(),
                bias);
    }

    /** K, which is turned for the product: at once, or after its heads. */
    private static String turned(Pattern pattern, Graph graph, String key) {
        return Pattern.search(() -> transposed(pattern, key, HEADS_FIRST_TURNED))
                .orElseGet(() -> transposed(
                        pattern,
                        unscaled(graph, transposed(pattern, key, TURNED)).tensor(),
                        HEADS_FIRST));
    }

    private static String transposed(Pattern pattern, String tensor, List<Long> order) {
        Node transpose = pattern.producer(tensor, "Transpose");
        Pattern.require(transpose.longsAttribute("perm").equals(order));
        return transpose.input(0);
    }

    /** The tensor before its hidden dimension was split into heads. */
    private String joined(Pattern pattern, String split) {
        String joined = pattern.producer(split, "Reshape").input(0);
        List<Long> before = shapes.of(joined);
        List<Long> after = shapes.of(split);
        Pattern.require(before.size() == 3 && after.size() == 4);
        Pattern.require(before.subList(0, 2).equals(after.subList(0, 2)));
        return joined;
    }

    /** A tensor before numbers were multiplied to it, and their product. */
    private static Pattern.Scaled unscaled(Graph graph, String tensor) {
        Pattern pattern = new Pattern(graph);
        return Pattern.search(() -> {
                    Node divided = pattern.producer(tensor, "Div");
                    return new Pattern.Scaled(divided.input(0), 1 / pattern.scalar(divided.input(1)));
                })
                .or(() -> Pattern.search(() -> pattern.scaled(pattern.producer(tensor, "Mul"))))
                .orElse(new Pattern.Scaled(tensor, 1));
    }

    /** The mask as the operator takes it: INT32, once for all attentions. */
    private String mask(Graph graph, String bias) {
        if (bias.isEmpty()) {
            return "";
        }
        String input = masks.maskOf(bias).orElseThrow();
        String mask = input + "_int32";
        if (graph.producer(mask).isEmpty()) {
            graph.insertFirst(
                    Node.of("Cast", List.of(input), mask, Attributes.of("to", (long) DataType.INT32.getNumber())));
        }
        return mask;
    }
}
