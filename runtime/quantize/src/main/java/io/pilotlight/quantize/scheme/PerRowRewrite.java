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
    private static final String ZERO_POINT = "pilotlight_zero_point";
    private static final String LAST_AXIS = "pilotlight_last_axis";

    private final Graph graph;

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
            case Activation.PerChannel(float[] limits) -> perChannel(layer, limits);
        }
    }

    /**
     * The token divided by its largest magnitude is rounded to bytes, and that magnitude multiplied to the results. Of a token of
     * zeros that makes 0 / 0; whatever byte comes of it is multiplied by 0.
     */
    private void perToken(LinearLayer layer) {
        String input = layer.input();
        String magnitudes = graph.freshName(input + "_magnitudes");
        String magnitude = graph.freshName(input + "_magnitude");
        String relative = graph.freshName(input + "_relative");
        String bytes = graph.freshName(input + "_bytes");
        List<Node> before = List.of(
                Node.of("Abs", List.of(input), magnitudes),
                largest(magnitudes, magnitude),
                Node.of("Div", List.of(input, magnitude), relative),
                Node.of("QuantizeLinear", List.of(relative, step(), zeroPoint()), bytes));
        for (Node product : layer.products()) {
            String unscaled = graph.freshName(product.output() + "_unscaled");
            Int8Weights weights = weights(product, Optional.empty());
            insert(
                    product,
                    List.of(
                            integerProduct(bytes, step(), product, weights, unscaled, ""),
                            Node.of("Mul", List.of(unscaled, magnitude), product.output())));
        }
        before.forEach(graph::insertFirst);
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
        float[] steps = new float[limits.length];
        for (int channel = 0; channel < steps.length; channel++) {
            steps[channel] = LARGEST / limits[channel];
        }
        String scale = graph.add(Constants.of(graph.freshName(input + "_steps"), steps, steps.length));
        String counted = graph.freshName(input + "_counted");
        String bytes = graph.freshName(input + "_bytes");
        for (Node product : layer.products()) {
            Int8Weights weights = weights(product, Optional.of(limits));
            Optional<Node> biased = biasAfter(product);
            String bias = biased.map(sum -> sum.otherInput(product.output())).orElse("");
            String output = biased.map(Node::output).orElse(product.output());
            biased.ifPresent(graph::replace);
            insert(product, List.of(integerProduct(bytes, one(), product, weights, output, bias)));
        }
        graph.insertFirst(Node.of("QuantizeLinear", List.of(counted, one(), zeroPoint()), bytes));
        graph.insertFirst(Node.of("Mul", List.of(input, scale), counted));
    }

    /** The addition of a constant vector that alone reads the product. */
    private Optional<Node> biasAfter(Node product) {
        return graph.onlyReader(product.output())
                .filter(reader -> reader.is("Add"))
                .filter(reader -> graph.floatConstant(reader.otherInput(product.output()))
                        .filter(bias -> bias.getDimsCount() == 1)
                        .filter(bias -> bias.getDims(0) == columns(product))
                        .isPresent());
    }

    private Node integerProduct(
            String bytes, String inputScale, Node product, Int8Weights weights, String output, String bias) {
        String name = product.input(1);
        String values = graph.add(Constants.of(
                graph.freshName(name + "_int8"), DataType.INT8, weights.values(), weights.rows(), weights.columns()));
        String scales = graph.add(Constants.of(graph.freshName(name + "_scales"), weights.scales(), weights.columns()));
        List<String> inputs = new ArrayList<>(List.of(bytes, values, inputScale, scales, zeroPoint()));
        if (!bias.isEmpty()) {
            inputs.addAll(List.of("", bias));
        }
        return Node.microsoft("MatMulIntegerToFloat", inputs, output);
    }

    private Int8Weights weights(Node product, Optional<float[]> limits) {
        TensorProto constant = graph.floatConstant(product.input(1)).orElseThrow();
        int rows = (int) constant.getDims(0);
        int columns = (int) constant.getDims(1);
        float[] weights = Constants.floats(constant);
        return Int8Weights.of(
                limits.map(limit -> LayerError.scaled(weights, limit, columns)).orElse(weights), rows, columns);
    }

    private int columns(Node product) {
        return (int) graph.floatConstant(product.input(1)).orElseThrow().getDims(1);
    }

    private void insert(Node old, List<Node> replacement) {
        graph.replace(old, replacement.toArray(Node[]::new));
    }

    private String one() {
        return graph.addShared(Constants.scalar(ONE, 1));
    }

    private String step() {
        return graph.addShared(Constants.scalar(STEP, 1f / LARGEST));
    }

    private String zeroPoint() {
        return graph.addShared(Constants.of(ZERO_POINT, DataType.UINT8, new byte[] {(byte) 128}));
    }
}
