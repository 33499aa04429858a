package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.graph.QuantizeException;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A whole graph in half precision (IEEE 754 binary16), for GPUs. Its inputs and outputs stay FP32: callers need not know. Numbers
 * beyond its range become the largest it has, which is as good as infinite where a mask is meant.
 */
final class HalfPrecision {

    private static final float LARGEST = 65_504;

    /** Inputs that have to stay FP32, by operator: factors of sizes. */
    private static final Map<String, Set<Integer>> FLOAT_INPUTS = Map.of("Resize", Set.of(1, 2), "Upsample", Set.of(1));

    private HalfPrecision() {}

    static void apply(Graph graph) {
        requireNoSubgraphs(graph);
        Set<String> staysFloat = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            FLOAT_INPUTS.getOrDefault(node.operator(), Set.of()).forEach(place -> staysFloat.add(node.input(place)));
        }
        for (TensorProto constant : List.copyOf(graph.constants())) {
            if (Constants.isFloat(constant) && !staysFloat.contains(constant.getName())) {
                graph.replaceConstant(half(constant));
            }
        }
        for (Node node : graph.nodes()) {
            graph.replace(node, half(node));
        }
        for (ValueInfoProto input : graph.inputs()) {
            if (isFloat(input)) {
                String narrowed = graph.freshName(input.getName() + "_fp16");
                graph.readInstead(input.getName(), narrowed);
                graph.insertFirst(cast(input.getName(), narrowed, DataType.FLOAT16));
            }
        }
        for (ValueInfoProto output : graph.outputs()) {
            if (isFloat(output)) {
                widen(graph, output.getName());
            }
        }
        graph.tidy();
    }

    private static void requireNoSubgraphs(Graph graph) {
        for (Node node : graph.nodes()) {
            if (node.attributes().values().stream().anyMatch(AttributeProto::hasG)) {
                throw new QuantizeException("node `" + node.name()
                        + "`: expected no loops or branches for scheme fp16, got " + node.operator() + ".");
            }
        }
    }

    /** Has the output computed under another name, and cast to what callers expect. */
    private static void widen(Graph graph, String output) {
        String narrow = graph.freshName(output + "_fp16");
        Node producer = graph.producer(output)
                .orElseThrow(() -> new QuantizeException(
                        "output `" + output + "`: expected one that is computed, got an input or a constant."));
        graph.readInstead(output, narrow);
        Node now = graph.producer(output).orElse(producer);
        graph.replace(
                now,
                now.withOutputs(now.outputs().stream()
                        .map(name -> name.equals(output) ? narrow : name)
                        .toList()),
                cast(narrow, output, DataType.FLOAT));
    }

    private static Node cast(String from, String to, DataType type) {
        return Node.of("Cast", List.of(from), to, Attributes.of("to", (long) type.getNumber()));
    }

    private static boolean isFloat(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType() == DataType.FLOAT.getNumber();
    }

    /** Casts to floats become casts to halves, and tensors in attributes likewise. */
    private static Node half(Node node) {
        SequencedMap<String, AttributeProto> attributes = new LinkedHashMap<>();
        node.attributes().forEach((name, attribute) -> {
            boolean castsToFloat =
                    node.is("Cast") && name.equals("to") && attribute.getI() == DataType.FLOAT.getNumber();
            if (castsToFloat) {
                attributes.put(name, Attributes.of("to", (long) DataType.FLOAT16.getNumber()));
            } else if (attribute.hasT() && Constants.isFloat(attribute.getT())) {
                attributes.put(
                        name, attribute.toBuilder().setT(half(attribute.getT())).build());
            } else {
                attributes.put(name, attribute);
            }
        });
        return new Node(node.operator(), node.domain(), node.name(), node.inputs(), node.outputs(), attributes);
    }

    static TensorProto half(TensorProto tensor) {
        float[] values = Constants.floats(tensor);
        ByteBuffer halves = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            halves.putShort(Float.floatToFloat16(Math.clamp(value, -LARGEST, LARGEST)));
        }
        return Constants.of(tensor.getName(), DataType.FLOAT16, halves, Constants.dimensions(tensor));
    }
}
