package io.pilotlight.quantize.scheme;

import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.TinyModels;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.ModelFile;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Shapes;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A block of a transformer, whose tensor `n` a layer reads, and the next residual connection. */
class CentringTest {

    private static final int TOKENS = 5;
    private static final int CHANNELS = 64;

    private final float[] middles = TinyModels.random(CHANNELS, 3, 7);
    private final Path folder;

    CentringTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theModelComputesWhatItDidBefore() {
        Graph graph = graph(true, true);
        float[] before = run(graph, "y");
        float[] read = run(graph, "n");

        Centring.of(graph, layer(graph)).orElseThrow().subtract(graph, middles);

        assertThat(run(graph, "y")).containsExactly(before, within(1e-4f));
        float[] moved = run(graph, "n");
        for (int i = 0; i < moved.length; i++) {
            assertThat(moved[i]).isCloseTo(read[i] - middles[i % CHANNELS], within(1e-5f));
        }
    }

    @Test
    void isNotForAProductThatNothingIsAddedTo() {
        Graph graph = graph(false, true);

        assertThat(Centring.of(graph, layer(graph))).isEmpty();
    }

    @Test
    void isNotForATensorThatSomethingElseReads() {
        Graph graph = graph(true, false);

        assertThat(Centring.of(graph, layer(graph))).isEmpty();
    }

    private static LinearLayer layer(Graph graph) {
        return LinearLayer.all(graph).getFirst();
    }

    private Graph graph(boolean biased, boolean residualOnly) {
        TinyModels model = new TinyModels(17)
                .input("x", DataType.FLOAT, -1, -1, CHANNELS)
                .constant(Constants.of("gain", TinyModels.random(CHANNELS, 1, 1), CHANNELS))
                .constant(Constants.of("shift", TinyModels.random(CHANNELS, 1, 2), CHANNELS))
                .constant(Constants.of("weights", TinyModels.random(CHANNELS * CHANNELS, 0.5, 3), CHANNELS, CHANNELS))
                .constant(Constants.of("bias", TinyModels.random(CHANNELS, 1, 4), CHANNELS))
                .node("LayerNormalization", "n", "x", "gain", "shift")
                .node("MatMul", "product", "n", "weights")
                .node(biased ? "Add" : "Max", "sum", "product", "bias")
                .node("Sigmoid", "other", residualOnly ? "sum" : "n")
                .node("Add", "y", "other", "n");
        Graph graph = ModelFile.read(TinyModels.write(model.model(-1, -1, CHANNELS), folder));
        graph.useMicrosoftOperators();
        graph.replace(
                graph.producer("y").orElseThrow(),
                Node.microsoft("SkipLayerNormalization", List.of("other", "n", "gain", "shift"), "y"));
        return graph;
    }

    private static float[] run(Graph graph, String tensor) {
        float[] values = TinyModels.random(TOKENS * CHANNELS, 2, 5);
        try (Runner runner = Runner.served(graph.toModel(Shapes.outputs(List.of(tensor))))) {
            return runner.run(Tensors.of(Map.of("x", Tensor.of(Shape.of(1, TOKENS, CHANNELS), values))))
                    .numeric(tensor)
                    .floatArray();
        }
    }
}
