package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Observation;
import io.pilotlight.quantize.run.Observations;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Convolutions of bytes: a range for each tensor, from samples; weights with a scale for each output channel, of seven bits, so that
 * no processor saturates in whichever order a kernel adds. An image's range is no secret of its neighbours, since it is fixed. Where
 * a convolution reads what another computes, directly or through ReLU, bytes go from one to the other.
 */
final class StaticConvolutions {

    private static final int LARGEST = 63;

    private final Graph graph;
    private final Map<String, ByteRange> ranges;
    private final Map<String, String> bytes = new LinkedHashMap<>();

    private StaticConvolutions(Graph graph, Map<String, ByteRange> ranges) {
        this.graph = graph;
        this.ranges = ranges;
    }

    private static boolean isQuantizable(Graph graph, Node node) {
        return node.is("Conv")
                && node.domain().isEmpty()
                && graph.floatConstant(node.input(1)).isPresent()
                && (node.input(2).isEmpty()
                        || graph.floatConstant(node.input(2)).isPresent());
    }

    /** The tensors between convolutions: what they read, and what becomes of what they compute. */
    static List<String> toObserve(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> isQuantizable(graph, node))
                .flatMap(node -> List.of(node.input(0), result(graph, node)).stream())
                .distinct()
                .toList();
    }

    /** What a convolution computes, a ReLU included that alone reads it. */
    private static String result(Graph graph, Node convolution) {
        return graph.onlyReader(convolution.output())
                .filter(reader -> reader.is("Relu"))
                .map(Node::output)
                .orElse(convolution.output());
    }

    static List<LayerPlan> plan(Graph graph, Observations observations) {
        List<LayerPlan> plans = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!isQuantizable(graph, node)) {
                continue;
            }
            Optional<Observation> input = observations.of(node.input(0));
            Optional<Observation> result = observations.of(result(graph, node));
            if (input.isPresent() && result.isPresent()) {
                ByteRange in = ByteRange.of(input.get());
                ByteRange out = ByteRange.of(result.get());
                plans.add(new LayerPlan(
                        new LinearLayer(node.input(0), List.of(node), 0),
                        new Activation.PerTensor(in, out),
                        stepError(result.get(), out)));
            }
        }
        return plans;
    }

    /** What rounding to steps does to what was seen, relative to it. */
    private static double stepError(Observation observation, ByteRange range) {
        double squares = 0;
        long count = 0;
        for (float[] row : observation.rows()) {
            for (float value : row) {
                squares += (double) value * value;
                count++;
            }
        }
        return squares == 0 ? 0 : range.scale() / Math.sqrt(12) / Math.sqrt(squares / count);
    }

    static void apply(Graph graph, List<LayerPlan> plans, Set<String> floats) {
        Map<String, ByteRange> ranges = new LinkedHashMap<>();
        List<Node> chosen = new ArrayList<>();
        for (LayerPlan plan : plans) {
            if (!floats.contains(plan.name())
                    && plan.activation() instanceof Activation.PerTensor(ByteRange in, ByteRange out)) {
                Node convolution = plan.layer().products().getFirst();
                ranges.put(convolution.input(0), in);
                ranges.put(result(graph, convolution), out);
                chosen.add(convolution);
            }
        }
        StaticConvolutions rewrite = new StaticConvolutions(graph, ranges);
        chosen.forEach(rewrite::replace);
        graph.tidy();
    }

    private void replace(Node convolution) {
        String result = result(graph, convolution);
        if (!result.equals(convolution.output())) {
            graph.replace(graph.producer(result).orElseThrow()); // ReLU: the zero point is its zero
        }
        ByteRange in = range(convolution.input(0));
        ByteRange out = range(result);
        String input = bytesOf(convolution.input(0));
        String output = graph.freshName(result + "_bytes");
        Rounded weights = Rounded.of(graph.floatConstant(convolution.input(1)).orElseThrow());
        String name = convolution.output();
        List<String> inputs = new ArrayList<>(List.of(
                input,
                scale(in),
                zeroPoint(in),
                graph.add(Constants.of(
                        graph.freshName(name + "_int8"), DataType.INT8, weights.values, weights.dimensions)),
                graph.add(Constants.of(graph.freshName(name + "_scales"), weights.scales, weights.scales.length)),
                graph.add(Constants.of(
                        graph.freshName(name + "_zeros"),
                        DataType.INT8,
                        new byte[weights.scales.length],
                        weights.scales.length)),
                scale(out),
                zeroPoint(out)));
        if (!convolution.input(2).isEmpty()) {
            inputs.add(bias(convolution, in.scale(), weights.scales));
        }
        bytes.put(result, output);
        graph.replace(
                convolution,
                new Node("QLinearConv", "", output, inputs, List.of(output), convolution.attributes()),
                Node.of("DequantizeLinear", List.of(output, scale(out), zeroPoint(out)), result));
    }

    private ByteRange range(String tensor) {
        return Optional.ofNullable(ranges.get(tensor)).orElseThrow();
    }

    /** The tensor as bytes: as another convolution left them, or rounded once for all who read it. */
    private String bytesOf(String tensor) {
        return bytes.computeIfAbsent(tensor, unrounded -> {
            String rounded = graph.freshName(tensor + "_bytes");
            ByteRange range = range(tensor);
            graph.insertFirst(Node.of("QuantizeLinear", List.of(tensor, scale(range), zeroPoint(range)), rounded));
            return rounded;
        });
    }

    private String scale(ByteRange range) {
        return graph.addShared(
                Constants.scalar("pilotlight_scale_" + Float.floatToIntBits(range.scale()), range.scale()));
    }

    private String zeroPoint(ByteRange range) {
        return graph.addShared(Constants.of(
                "pilotlight_zero_point_" + range.zeroPoint(), DataType.UINT8, new byte[] {(byte) range.zeroPoint()}));
    }

    /** In steps of the products. */
    private String bias(Node convolution, float inputScale, float[] scales) {
        float[] bias =
                Constants.floats(graph.floatConstant(convolution.input(2)).orElseThrow());
        ByteBuffer steps = ByteBuffer.allocate(bias.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int channel = 0; channel < bias.length; channel++) {
            double step = (double) inputScale * scales[channel];
            steps.putInt((int) Math.clamp(Math.rint(bias[channel] / step), Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        String name = graph.freshName(convolution.output() + "_bias");
        return graph.add(Constants.of(name, DataType.INT32, steps, bias.length));
    }

    /** Weights, (output channels, …), a scale for each output channel. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rounded(byte[] values, float[] scales, long[] dimensions) {

        static Rounded of(TensorProto tensor) {
            float[] weights = Constants.floats(tensor);
            int channels = (int) tensor.getDims(0);
            int each = weights.length / channels;
            byte[] values = new byte[weights.length];
            float[] scales = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                float largest = 0;
                for (int i = channel * each; i < (channel + 1) * each; i++) {
                    largest = Math.max(largest, Math.abs(weights[i]));
                }
                scales[channel] = largest < Float.MIN_NORMAL * LARGEST ? 1 : largest / LARGEST;
                for (int i = channel * each; i < (channel + 1) * each; i++) {
                    values[i] = (byte) Math.rint(weights[i] / scales[channel]);
                }
            }
            return new Rounded(values, scales, Constants.dimensions(tensor));
        }
    }
}
