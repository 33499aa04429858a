package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Observations;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Weights in blocks of few bits, multiplied by activations that the kernel rounds block by block to 8 bits (accuracy level 4): for
 * models whose weights are what takes the time to read, as those that write texts token by token.
 */
final class WeightOnly {

    private static final long ACCURACY_LEVEL = 4;
    private static final int ROWS = 64;

    private WeightOnly() {}

    static List<LayerPlan> plan(Graph graph, Observations observations, int bits) {
        List<LayerPlan> plans = new ArrayList<>();
        for (LinearLayer layer : LinearLayer.all(graph)) {
            double error = observations
                    .of(layer.input())
                    .filter(observation -> observation.channels() == layer.rows())
                    .map(observation -> error(graph, layer, PerRow.thinned(observation.rows(), ROWS), bits))
                    .orElse(Double.NaN);
            plans.add(new LayerPlan(layer, new Activation.PerBlock(bits), error));
        }
        return plans;
    }

    private static double error(Graph graph, LinearLayer layer, List<float[]> rows, int bits) {
        double worst = 0;
        for (Node product : layer.products()) {
            TensorProto constant = graph.floatConstant(product.input(1)).orElseThrow();
            int columns = (int) constant.getDims(1);
            float[] weights = Constants.floats(constant);
            float[] rounded =
                    WeightBlocks.of(weights, layer.rows(), columns, bits).restored();
            List<float[]> inputs = rows.stream().map(WeightOnly::perBlock).toList();
            worst = Math.max(worst, LayerError.compare(rows, weights, inputs, rounded, columns));
        }
        return worst;
    }

    private static float[] perBlock(float[] row) {
        float[] rounded = new float[row.length];
        for (int from = 0; from < row.length; from += WeightBlocks.BLOCK) {
            int to = Math.min(row.length, from + WeightBlocks.BLOCK);
            float[] block = LayerError.perToken(Arrays.copyOfRange(row, from, to));
            System.arraycopy(block, 0, rounded, from, block.length);
        }
        return rounded;
    }

    static void apply(Graph graph, List<LayerPlan> plans, Set<String> floats, int bits) {
        graph.useMicrosoftOperators();
        for (LayerPlan plan : plans) {
            if (!floats.contains(plan.name())) {
                plan.layer().products().forEach(product -> replace(graph, product, bits));
            }
        }
        TableRewrite.quantize(graph);
        graph.tidy();
    }

    private static void replace(Graph graph, Node product, int bits) {
        TensorProto constant = graph.floatConstant(product.input(1)).orElseThrow();
        int rows = (int) constant.getDims(0);
        int columns = (int) constant.getDims(1);
        int blocks = WeightBlocks.blocks(rows);
        WeightBlocks weights = WeightBlocks.of(Constants.floats(constant), rows, columns, bits);
        String values = graph.add(Constants.of(
                graph.freshName(product.input(1) + "_blocks"),
                DataType.UINT8,
                weights.values(),
                columns,
                blocks,
                WeightBlocks.BLOCK * bits / Byte.SIZE));
        String scales = graph.add(
                Constants.of(graph.freshName(product.input(1) + "_scales"), weights.scales(), (long) columns * blocks));
        graph.replace(
                product,
                Node.microsoft(
                        "MatMulNBits",
                        List.of(product.input(0), values, scales),
                        product.output(),
                        Attributes.of("K", (long) rows),
                        Attributes.of("N", (long) columns),
                        Attributes.of("bits", (long) bits),
                        Attributes.of("block_size", (long) WeightBlocks.BLOCK),
                        Attributes.of("accuracy_level", ACCURACY_LEVEL)));
    }
}
