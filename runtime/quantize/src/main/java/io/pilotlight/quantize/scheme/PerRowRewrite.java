package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts integer arithmetic where a graph multiplies by constant weights. */
final class PerRowRewrite {

    private static final int LARGEST = 127;
    private static final String ONE = "pilotlight_one";
    private static final String STEP = "pilotlight_step";
    private static final String STEP_ABOVE = "pilotlight_step_above";
    private static final String ZERO_POINT = "pilotlight_zero_point";
    private static final String LOW_ZERO_POINT = "pilotlight_low_zero_point";
    private static final String LEAST = "pilotlight_least_largest";
    private static final String LAST_AXIS = "pilotlight_last_axis";

    private final Graph graph;

    /** What bytes stand for: constants of what one step is worth, and of the byte that means zero. */
    private record Bytes(String step, String zeroPoint) {}

    PerRowRewrite(Graph graph) {
        this.graph = graph;
        graph.useMicrosoftOperators();
    }

    void quantize(LinearLayer layer, Activation activation) {
        switch (activation) {
            case Activation.Unchanged() -> {}
            case Activation.PerTensor ignored ->
                throw new IllegalArgumentException("convolutions have an operator of their own");
            case Activation.Half() -> throw new IllegalArgumentException("half precision is not a matter of layers");
            case Activation.PerBlock ignored ->
                throw new IllegalArgumentException("weights in blocks have an operator of their own");
            case Activation.PerToken() -> perToken(layer);
            case Activation.PerTokenAbove above -> perTokenAbove(layer, above);
            case Activation.PerChannel channels -> {
                if (channels.isCentred()) {
                    Centring.of(graph, layer).orElseThrow().subtract(graph, channels.middles());
                }
                perChannel(layer, channels.limits());
            }
        }
    }

    /** Of a token of zeros that makes 0 / 0; whatever byte comes of it is multiplied by 0. */
    private void perToken(LinearLayer layer) {
        String magnitudes = graph.freshName(layer.input() + "_magnitudes");
        String magnitude = graph.freshName(layer.input() + "_magnitude");
        relativeTo(magnitude, layer, symmetric());
        graph.insertFirst(largest(magnitudes, magnitude));
        graph.insertFirst(Node.of("Abs", List.of(layer.input()), magnitudes));
    }

    private void perTokenAbove(LinearLayer layer, Activation.PerTokenAbove above) {
        String least = graph.addShared(Constants.scalar(LEAST, above.leastLargest()));
        String found = graph.freshName(layer.input() + "_largest");
        String largest = graph.freshName(layer.input() + "_magnitude");
        relativeTo(largest, layer, mostlyAbove());
        graph.insertFirst(Node.of("Max", List.of(found, least), largest));
        graph.insertFirst(largest(layer.input(), found));
    }

    /** The token divided by a magnitude of its own is rounded to bytes, and that magnitude multiplied to the results. */
    private void relativeTo(String magnitude, LinearLayer layer, Bytes bytes) {
        String input = layer.input();
        String relative = graph.freshName(input + "_relative");
        String rounded = graph.freshName(input + "_bytes");
        for (Node product : layer.products()) {
            String unscaled = graph.freshName(product.output() + "_unscaled");
            Int8Weights weights = weights(product, Optional.empty());
            insert(
                    product,
                    List.of(
                            integerProduct(rounded, bytes, product, weights, unscaled, ""),
                            Node.of("Mul", List.of(unscaled, magnitude), product.output())));
        }
        graph.insertFirst(Node.of("QuantizeLinear", List.of(relative, bytes.step, bytes.zeroPoint), rounded));
        graph.insertFirst(Node.of("Div", List.of(input, magnitude), relative));
    }

    private Node largest(String magnitudes, String magnitude) {
        if (graph.operatorSet() < 18) {
            return Node.of(
                    "ReduceMax",
                    List.of(magnitudes),
                    magnitude,
                    Attributes.of("axes", new long[] {-1}),
                    keepDimensions());
        }
        String axes = graph.addShared(Constants.of(LAST_AXIS, new long[] {-1}, 1));
        return Node.of("ReduceMax", List.of(magnitudes, axes), magnitude, keepDimensions());
    }

    private static AttributeProto keepDimensions() {
        return Attributes.of("keepdims", 1L);
    }

    /** Each channel counts in steps of its own, which the weights' rows carry on. */
    private void perChannel(LinearLayer layer, float[] limits) {
        String input = layer.input();
        Bytes steps = counted();
        float[] stepsPerUnit = new float[limits.length];
        for (int channel = 0; channel < limits.length; channel++) {
            stepsPerUnit[channel] = LARGEST / limits[channel];
        }
        String scale = graph.add(Constants.of(graph.freshName(input + "_steps"), stepsPerUnit, limits.length));
        String counted = graph.freshName(input + "_counted");
        String rounded = graph.freshName(input + "_bytes");
        SelfAttention.of(graph, layer)
                .ifPresentOrElse(
                        attention -> integerAttention(rounded, steps, attention, limits),
                        () -> integerProducts(rounded, steps, layer, limits));
        graph.insertFirst(Node.of("QuantizeLinear", List.of(counted, steps.step, steps.zeroPoint), rounded));
        graph.insertFirst(Node.of("Mul", List.of(input, scale), counted));
    }

    private void integerProducts(String rounded, Bytes bytes, LinearLayer layer, float[] limits) {
        for (Node product : layer.products()) {
            Int8Weights weights = weights(product, Optional.of(limits));
            Optional<BiasedProduct> biased = BiasedProduct.of(graph, product);
            String bias = biased.map(BiasedProduct::bias).orElse("");
            String output = biased.map(sum -> sum.sum().output()).orElse(product.output());
            biased.ifPresent(sum -> graph.replace(sum.sum()));
            insert(product, List.of(integerProduct(rounded, bytes, product, weights, output, bias)));
        }
    }

    /** The products that the attention was computed from are read by nobody then. */
    private void integerAttention(String rounded, Bytes bytes, SelfAttention attention, float[] limits) {
        Node node = attention.node();
        SelfAttention.Joined joined = attention.joined(graph);
        Int8Weights weights = Int8Weights.of(
                LayerError.scaled(joined.weights(), limits, joined.columns()), limits.length, joined.columns());
        String name = node.output();
        String bias = graph.add(Constants.of(graph.freshName(name + "_bias"), joined.bias(), joined.columns()));
        insert(
                node,
                List.of(Node.microsoft(
                        "QAttention",
                        List.of(
                                rounded,
                                values(name, weights),
                                bias,
                                bytes.step,
                                scales(name, weights),
                                attention.mask(),
                                bytes.zeroPoint),
                        name,
                        Attributes.of("num_heads", attention.heads()))));
    }

    private Node integerProduct(
            String rounded, Bytes bytes, Node product, Int8Weights weights, String output, String bias) {
        String name = product.input(1);
        List<String> inputs = new ArrayList<>(
                List.of(rounded, values(name, weights), bytes.step, scales(name, weights), bytes.zeroPoint));
        if (!bias.isEmpty()) {
            inputs.addAll(List.of("", bias));
        }
        return Node.microsoft("MatMulIntegerToFloat", inputs, output);
    }

    private String values(String name, Int8Weights weights) {
        return graph.add(Constants.of(
                graph.freshName(name + "_int8"), DataType.INT8, weights.values(), weights.rows(), weights.columns()));
    }

    private String scales(String name, Int8Weights weights) {
        return graph.add(Constants.of(graph.freshName(name + "_scales"), weights.scales(), weights.columns()));
    }

    private Int8Weights weights(Node product, Optional<float[]> limits) {
        TensorProto constant = graph.floatConstant(product.input(1)).orElseThrow();
        int rows = (int) constant.getDims(0);
        int columns = (int) constant.getDims(1);
        float[] weights = Constants.floats(constant);
        return Int8Weights.of(
                limits.map(limit -> LayerError.scaled(weights, limit, columns)).orElse(weights), rows, columns);
    }

    private void insert(Node old, List<Node> replacement) {
        graph.replace(old, replacement.toArray(Node[]::new));
    }

    private Bytes counted() {
        return new Bytes(graph.addShared(Constants.scalar(ONE, 1)), middle());
    }

    private Bytes symmetric() {
        return new Bytes(graph.addShared(Constants.scalar(STEP, 1f / LARGEST)), middle());
    }

    private Bytes mostlyAbove() {
        return new Bytes(
                graph.addShared(Constants.scalar(STEP_ABOVE, 1f / Activation.PerTokenAbove.STEPS_ABOVE)),
                zeroPoint(LOW_ZERO_POINT, Activation.PerTokenAbove.STEPS_BELOW));
    }

    private String middle() {
        return zeroPoint(ZERO_POINT, 128);
    }

    private String zeroPoint(String name, int value) {
        return graph.addShared(Constants.of(name, DataType.UINT8, new byte[] {(byte) value}));
    }
}
