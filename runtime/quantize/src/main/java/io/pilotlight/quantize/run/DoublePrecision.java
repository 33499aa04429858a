package io.pilotlight.quantize.run;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same model in FP64. Processors add the products of a matrix multiplication in different orders; in FP64 that changes a
 * number by some 10⁻¹⁵ of it, so that what is made of the number on a coarse grid is the same on all of them.
 */
final class DoublePrecision {

    private static final int FLOAT = DataType.FLOAT.getNumber();
    private static final int DOUBLE = DataType.DOUBLE.getNumber();

    /** Of erf(x) ≈ tanh(a·x + b·x³), which is off by 4·10⁻⁴ at most: ONNX Runtime has no erf in FP64. */
    private static final double ERF_LINEAR = 1.1283791670955126;

    private static final double ERF_CUBIC = 0.1009089;

    private DoublePrecision() {}

    static ModelProto of(ModelProto model) {
        ModelProto.Builder widened = model.toBuilder();
        var graph = widened.getGraphBuilder();
        List<TensorProto> constants = graph.getInitializerList().stream()
                .map(DoublePrecision::widened)
                .toList();
        List<NodeProto> nodes = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        graph.getInputList().stream()
                .filter(input -> input.getType().getTensorType().getElemType() == FLOAT)
                .forEach(input -> {
                    String wide = input.getName() + "_fp64";
                    names.put(input.getName(), wide);
                    nodes.add(cast(input.getName(), wide));
                });
        graph.getNodeList().stream().map(node -> renamed(node, names)).forEach(node -> {
            if (node.getOpType().equals("Erf")) {
                addErf(nodes, node);
            } else {
                nodes.add(widened(node));
            }
        });
        List<ValueInfoProto> outputs =
                graph.getOutputList().stream().map(DoublePrecision::widened).toList();
        graph.clearInitializer()
                .addAllInitializer(constants)
                .addInitializer(Constants.of("pilotlight_erf_linear", new double[] {ERF_LINEAR}))
                .addInitializer(Constants.of("pilotlight_erf_cubic", new double[] {ERF_CUBIC}))
                .clearNode()
                .addAllNode(nodes)
                .clearOutput()
                .addAllOutput(outputs);
        return widened.build();
    }

    private static TensorProto widened(TensorProto tensor) {
        if (tensor.getDataType() != FLOAT) {
            return tensor;
        }
        float[] values = Constants.floats(tensor);
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return Constants.of(tensor.getName(), wide, Constants.dimensions(tensor));
    }

    private static ValueInfoProto widened(ValueInfoProto value) {
        if (value.getType().getTensorType().getElemType() != FLOAT) {
            return value;
        }
        ValueInfoProto.Builder wide = value.toBuilder();
        wide.getTypeBuilder().getTensorTypeBuilder().setElemType(DOUBLE);
        return wide.build();
    }

    private static NodeProto widened(NodeProto node) {
        NodeProto.Builder wide = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            boolean castsToFloat =
                    node.getOpType().equals("Cast") && attribute.getName().equals("to") && attribute.getI() == FLOAT;
            wide.addAttribute(
                    castsToFloat
                            ? attribute.toBuilder().setI(DOUBLE).build()
                            : attribute.hasT()
                                    ? attribute.toBuilder()
                                            .setT(widened(attribute.getT()))
                                            .build()
                                    : attribute);
        }
        return wide.build();
    }

    private static void addErf(List<NodeProto> nodes, NodeProto erf) {
        String x = erf.getInput(0);
        String result = erf.getOutput(0);
        nodes.add(node("Mul", result + "_square", x, x));
        nodes.add(node("Mul", result + "_cubic", result + "_square", "pilotlight_erf_cubic"));
        nodes.add(node("Add", result + "_factor", result + "_cubic", "pilotlight_erf_linear"));
        nodes.add(node("Mul", result + "_argument", result + "_factor", x));
        nodes.add(node("Tanh", result, result + "_argument"));
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static NodeProto cast(String from, String to) {
        return node("Cast", to, from).toBuilder()
                .addAttribute(Attributes.of("to", (long) DOUBLE))
                .build();
    }

    private static NodeProto renamed(NodeProto node, Map<String, String> names) {
        List<String> inputs = node.getInputList().stream()
                .map(input -> names.getOrDefault(input, input))
                .toList();
        return node.toBuilder().clearInput().addAllInput(inputs).build();
    }
}
