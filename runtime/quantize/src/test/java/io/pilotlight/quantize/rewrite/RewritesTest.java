package io.pilotlight.quantize.rewrite;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.TinyModels;
import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Runner;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A rewritten graph has fewer nodes and the same answers. */
class RewritesTest {

    private static final int BATCH = 2;
    private static final int SEQUENCE = 5;
    private static final int HEADS = 4;
    private static final int HEAD = 8;
    private static final int HIDDEN = HEADS * HEAD;

    private final Tensors inputs = Tensors.of(Map.of(
            "x", Tensor.of(Shape.of(BATCH, SEQUENCE, HIDDEN), TinyModels.random(BATCH * SEQUENCE * HIDDEN, 2, 1)),
            "mask", Tensor.of(Shape.of(BATCH, SEQUENCE), 1L, 1, 1, 0, 0, 1, 1, 1, 1, 1)));

    private final Path folder;

    RewritesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void layerNormalisationOfAResidual() {
        Graph graph =
                graph(residual(start().constant(vector("bias", 4)).node("Add", "biased", "x", "bias"), "biased", "x"));

        keepsItsAnswers(graph, "SkipLayerNormalization");
    }

    @Test
    void geluInEitherOrder() {
        TinyModels halvedLast = start();
        erf(halvedLast).node("Mul", "product", "x", "sum").node("Mul", "y", "product", "half");
        TinyModels halvedFirst = start();
        erf(halvedFirst).node("Mul", "halved", "x", "half").node("Mul", "y", "halved", "sum");

        keepsItsAnswers(graph(halvedLast), "Gelu");
        keepsItsAnswers(graph(halvedFirst), "Gelu");
    }

    /** The mask is computed from the input in this exporter's way; the rewrite finds out what it does. */
    @Test
    void attentionWithAPaddingMask() {
        keepsItsAnswers(graph(attention("difference")), "Cast", "MultiHeadAttention");
    }

    /** What is added to the scores is no padding mask: it favours some tokens. */
    @Test
    void attentionWithAnotherBiasIsLeftAlone() {
        Graph graph = graph(attention("preference"));
        int before = graph.nodes().size();

        Rewrites.fuse(graph, inputs);

        assertThat(graph.nodes()).hasSize(before).extracting(Node::operator).doesNotContain("MultiHeadAttention");
    }

    @Test
    void constantsAreComputedOnce() {
        Graph graph = graph(start().constant(vector("a", 5))
                .constant(vector("b", 6))
                .node("Mul", "c", "a", "b")
                .node("Identity", "d", "c")
                .node("Add", "y", "x", "d"));
        float[] before = answers(graph);

        int folded = Rewrites.foldConstants(graph);

        assertThat(folded).isEqualTo(1);
        assertThat(graph.nodes()).extracting(Node::operator).containsExactly("Add");
        assertThat(answers(graph)).containsExactly(before);
    }

    private void keepsItsAnswers(Graph graph, String... operators) {
        float[] before = answers(graph);

        Rewrites.fuse(graph, inputs);

        assertThat(graph.nodes()).extracting(Node::operator).containsExactlyInAnyOrder(operators);
        assertThat(answers(graph)).containsExactly(before, within(1e-4f));
    }

    private static TinyModels start() {
        return new TinyModels(13)
                .input("x", DataType.FLOAT, -1, -1, HIDDEN)
                .input("mask", DataType.INT64, -1, -1)
                .constant(Constants.scalar("half", 0.5f))
                .constant(Constants.scalar("one", 1))
                .constant(Constants.scalar("two", 2));
    }

    private static TinyModels residual(TinyModels model, String a, String b) {
        List<String> mean = List.of("sum");
        var last = Attributes.of("axes", new long[] {-1});
        return model.constant(Constants.scalar("epsilon", 1e-5f))
                .constant(vector("gamma", 2))
                .constant(vector("beta", 3))
                .node("Add", "sum", a, b)
                .node("ReduceMean", "mean", mean, last)
                .node("Sub", "centred", "sum", "mean")
                .node("Pow", "squares", "centred", "two")
                .node("ReduceMean", "variance", List.of("squares"), last)
                .node("Add", "positive", "variance", "epsilon")
                .node("Sqrt", "deviation", "positive")
                .node("Div", "normal", "centred", "deviation")
                .node("Mul", "scaled", "normal", "gamma")
                .node("Add", "y", "scaled", "beta");
    }

    private static TinyModels erf(TinyModels model) {
        return model.constant(Constants.scalar("root", (float) Math.sqrt(2)))
                .node("Div", "divided", "x", "root")
                .node("Erf", "erf", "divided")
                .node("Add", "sum", "erf", "one");
    }

    private static TinyModels attention(String bias) {
        return start().constant(Constants.of("split", new long[] {0, 0, HEADS, HEAD}, 4))
                .constant(Constants.of("join", new long[] {0, 0, HIDDEN}, 3))
                .constant(Constants.of("axes", new long[] {1, 2}, 2))
                .constant(Constants.scalar("far", -1e9f))
                .constant(Constants.scalar("scale", (float) Math.sqrt(HEAD)))
                .node("Unsqueeze", "mask4", "mask", "axes")
                .node("Cast", "kept", List.of("mask4"), Attributes.of("to", (long) DataType.FLOAT.getNumber()))
                .node("Sub", "dropped", "one", "kept")
                .node("Mul", "difference", "dropped", "far")
                .node("Add", "preference", "difference", "kept")
                .node("Reshape", "split4", "x", "split")
                .node("Transpose", "q", List.of("split4"), Attributes.of("perm", 0, 2, 1, 3))
                .node("Transpose", "k", List.of("split4"), Attributes.of("perm", 0, 2, 3, 1))
                .node("Transpose", "v", List.of("split4"), Attributes.of("perm", 0, 2, 1, 3))
                .node("MatMul", "products", "q", "k")
                .node("Div", "scores", "products", "scale")
                .node("Add", "biased", "scores", bias)
                .node("Softmax", "weights", List.of("biased"), Attributes.of("axis", -1L))
                .node("MatMul", "mixed", "weights", "v")
                .node("Transpose", "turned", List.of("mixed"), Attributes.of("perm", 0, 2, 1, 3))
                .node("Reshape", "y", "turned", "join");
    }

    private static TensorProto vector(String name, long seed) {
        return Constants.of(name, TinyModels.random(HIDDEN, 1, seed), HIDDEN);
    }

    private Graph graph(TinyModels model) {
        Graph graph = ModelFile.read(TinyModels.write(model.model(-1, -1, HIDDEN), folder));
        graph.tidy();
        return graph;
    }

    private float[] answers(Graph graph) {
        try (Runner runner = Runner.literal(graph.toModel())) {
            return runner.run(inputs).numeric("y").floatArray();
        }
    }
}
