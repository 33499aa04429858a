package io.pilotlight.quantize.scheme;

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

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What ONNX Runtime makes of an attention that reads bytes is what plain Java arithmetic makes of it. */
class AttentionReferenceTest {

    private static final int TOKENS = 6;
    private static final int HEADS = 4;
    private static final int HEAD = 16;
    private static final int HIDDEN = HEADS * HEAD;
    private static final int[] MASK = {1, 1, 1, 1, 0, 0};
    private static final float LIMIT = 4;

    private final float[] values = TinyModels.random(TOKENS * HIDDEN, LIMIT, 1);
    private final float[] limits = new float[HIDDEN];
    private final Path folder;

    AttentionReferenceTest(@TempDir Path folder) {
        this.folder = folder;
        Arrays.fill(limits, LIMIT);
    }

    @Test
    void attentionOfBytes() {
        Graph graph = graph((float) (1 / Math.sqrt(HEAD)));

        quantize(graph);

        assertThat(graph.nodes()).extracting(Node::operator).containsExactly("Mul", "QuantizeLinear", "QAttention");
        assertThat(run(graph)).containsExactly(expected(), within(2e-3f));
    }

    @Test
    void anotherScaleIsNotForThatOperator() {
        Graph graph = graph(0.5f);

        quantize(graph);

        assertThat(graph.nodes())
                .extracting(Node::operator)
                .containsOnlyOnce("MultiHeadAttention")
                .doesNotContain("QAttention");
    }

    private void quantize(Graph graph) {
        LinearLayer layer = LinearLayer.all(graph).getFirst();
        PerRow.apply(graph, List.of(new LayerPlan(layer, new Activation.PerChannel(limits), 0)), Set.of());
    }

    private Graph graph(float scale) {
        TinyModels model = new TinyModels(17)
                .input("x", DataType.FLOAT, -1, -1, HIDDEN)
                .input("mask", DataType.INT32, -1, -1)
                .node("Identity", "y", "x");
        for (String name : List.of("v", "q", "k")) {
            model.constant(Constants.of(name + "_weights", weights(name), HIDDEN, HIDDEN))
                    .constant(Constants.of(name + "_bias", bias(name), HIDDEN))
                    .node("MatMul", name + "_product", "x", name + "_weights")
                    .node("Add", name, name + "_product", name + "_bias");
        }
        Graph graph = ModelFile.read(TinyModels.write(model.model(-1, -1, HIDDEN), folder));
        graph.useMicrosoftOperators();
        graph.replace(
                graph.producer("y").orElseThrow(),
                Node.microsoft(
                        "MultiHeadAttention",
                        List.of("q", "k", "v", "", "mask"),
                        "y",
                        Attributes.of("num_heads", (long) HEADS),
                        Attributes.of("scale", scale)));
        graph.tidy();
        return graph;
    }

    private static float[] weights(String name) {
        return TinyModels.random(HIDDEN * HIDDEN, 0.2, name.charAt(0));
    }

    private static float[] bias(String name) {
        return TinyModels.random(HIDDEN, 1, 100 + name.charAt(0));
    }

    private float[] run(Graph graph) {
        try (Runner runner = Runner.served(graph.toModel())) {
            return runner.run(Tensors.of(Map.of(
                            "x", Tensor.of(Shape.of(1, TOKENS, HIDDEN), values),
                            "mask", Tensor.of(Shape.of(1, TOKENS), MASK))))
                    .numeric("y")
                    .floatArray();
        }
    }

    private float[] expected() {
        double[] q = projected("q");
        double[] k = projected("k");
        double[] v = projected("v");
        float[] mixed = new float[TOKENS * HIDDEN];
        for (int token = 0; token < TOKENS; token++) {
            for (int head = 0; head < HEADS; head++) {
                double sum = 0;
                double[] weighted = new double[HEAD];
                for (int other = 0; other < TOKENS; other++) {
                    double score = 0;
                    for (int i = head * HEAD; i < (head + 1) * HEAD; i++) {
                        score += q[token * HIDDEN + i] * k[other * HIDDEN + i];
                    }
                    double weight = MASK[other] * Math.exp(score / Math.sqrt(HEAD));
                    sum += weight;
                    for (int i = 0; i < HEAD; i++) {
                        weighted[i] += weight * v[other * HIDDEN + head * HEAD + i];
                    }
                }
                for (int i = 0; i < HEAD; i++) {
                    mixed[token * HIDDEN + head * HEAD + i] = (float) (weighted[i] / sum);
                }
            }
        }
        return mixed;
    }

    /** Of rounded tokens and rounded weights. */
    private double[] projected(String name) {
        float[] weights = Int8Weights.of(LayerError.scaled(weights(name), limits, HIDDEN), HIDDEN, HIDDEN)
                .restored();
        float[] bias = bias(name);
        double[] projected = new double[TOKENS * HIDDEN];
        for (int token = 0; token < TOKENS; token++) {
            for (int column = 0; column < HIDDEN; column++) {
                double sum = bias[column];
                for (int channel = 0; channel < HIDDEN; channel++) {
                    sum += Math.rint(values[token * HIDDEN + channel] * (127 / LIMIT))
                            * weights[channel * HIDDEN + column];
                }
                projected[token * HIDDEN + column] = sum;
            }
        }
        return projected;
    }
}
