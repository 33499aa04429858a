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
import io.pilotlight.quantize.run.Observations;
import io.pilotlight.quantize.run.Runner;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What ONNX Runtime makes of a quantized convolution with ReLU is what plain Java arithmetic makes of it. */
class ConvolutionReferenceTest {

    private static final int SIZE = 8;
    private static final int IN = 3;
    private static final int OUT = 5;
    private static final int KERNEL = 3;
    private static final int LARGEST_WEIGHT = 63;

    private final float[] image = TinyModels.random(IN * SIZE * SIZE, 2, 1);
    private final float[] weights = TinyModels.random(OUT * IN * KERNEL * KERNEL, 0.5, 2);
    private final float[] bias = TinyModels.random(OUT, 1, 3);
    private final Tensors inputs = Tensors.of(Map.of("x", Tensor.of(Shape.of(1, IN, SIZE, SIZE), image)));

    private final Path folder;

    ConvolutionReferenceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aConvolution() {
        Graph graph = ModelFile.read(TinyModels.write(
                new TinyModels(13)
                        .input("x", DataType.FLOAT, 1, IN, SIZE, SIZE)
                        .constant(Constants.of("weights", weights, OUT, IN, KERNEL, KERNEL))
                        .constant(Constants.of("bias", bias, OUT))
                        .node("Conv", "sums", List.of("x", "weights", "bias"), Attributes.of("pads", 1, 1, 1, 1))
                        .node("Relu", "y", "sums")
                        .model(1, OUT, SIZE, SIZE),
                folder));
        Scheme scheme = new Scheme.StaticInt8();
        List<LayerPlan> plans = scheme.plan(graph, Observations.of(graph, List.of(inputs), scheme.toObserve(graph), 8));
        scheme.apply(graph, plans, Set.of());

        assertThat(graph.nodes())
                .extracting(Node::operator)
                .containsExactly("QuantizeLinear", "QLinearConv", "DequantizeLinear");
        Activation.PerTensor ranges = (Activation.PerTensor) plans.getFirst().activation();
        try (Runner runner = Runner.served(graph.toModel())) {
            // Half steps may be rounded either way.
            assertThat(runner.run(inputs).numeric("y").floatArray())
                    .containsExactly(
                            expected(ranges), within(1.001f * ranges.output().scale()));
        }
        assertThat(expected(ranges)).contains(0).isNotEqualTo(new float[OUT * SIZE * SIZE]);
    }

    private float[] expected(Activation.PerTensor ranges) {
        ByteRange in = ranges.input();
        ByteRange out = ranges.output();
        float[] results = new float[OUT * SIZE * SIZE];
        for (int channel = 0; channel < OUT; channel++) {
            float scale = weightScale(channel);
            long bias = Math.round(this.bias[channel] / ((double) in.scale() * scale));
            for (int place = 0; place < SIZE * SIZE; place++) {
                long sum = bias + sum(channel, scale, place / SIZE, place % SIZE, in);
                double steps = Math.rint(sum * ((double) in.scale() * scale) / out.scale()) + out.zeroPoint();
                double clamped = Math.clamp(steps, 0, 255);
                results[channel * SIZE * SIZE + place] = (float) (clamped - out.zeroPoint()) * out.scale();
            }
        }
        return results;
    }

    private float weightScale(int channel) {
        float largest = 0;
        for (int i = 0; i < IN * KERNEL * KERNEL; i++) {
            largest = Math.max(largest, Math.abs(weights[channel * IN * KERNEL * KERNEL + i]));
        }
        return largest / LARGEST_WEIGHT;
    }

    private long sum(int channel, float scale, int row, int column, ByteRange in) {
        long sum = 0;
        for (int plane = 0; plane < IN; plane++) {
            for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
                int y = row + tap / KERNEL - 1;
                int x = column + tap % KERNEL - 1;
                if (y >= 0 && y < SIZE && x >= 0 && x < SIZE) {
                    float value = image[(plane * SIZE + y) * SIZE + x];
                    long steps = (long) Math.clamp(Math.rint(value / in.scale()) + in.zeroPoint(), 0, 255);
                    float weight = weights[(channel * IN + plane) * KERNEL * KERNEL + tap];
                    sum += (steps - in.zeroPoint()) * (long) Math.rint(weight / scale);
                }
            }
        }
        return sum;
    }
}
