package io.pilotlight.quantize.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An operator's place in a graph. Nodes are equal only to themselves: two that look alike are two computations.
 *
 * @param domain empty for ONNX's own operators
 * @param inputs tensors by name; an empty name is an optional input that is left out
 */
public record Node(
        String operator,
        String domain,
        String name,
        List<String> inputs,
        List<String> outputs,
        SequencedMap<String, AttributeProto> attributes) {

    /** Where ONNX Runtime's own operators live. */
    public static final String MICROSOFT = "com.microsoft";

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
    }

    /** One of ONNX's operators with one output, which names the node too. */
    public static Node of(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return new Node(operator, "", output, inputs, List.of(output), byName(List.of(attributes)));
    }

    /** One of ONNX Runtime's own operators with one output, which names the node too. */
    public static Node microsoft(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return new Node(operator, MICROSOFT, output, inputs, List.of(output), byName(List.of(attributes)));
    }

    static Node read(NodeProto proto) {
        String domain = proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
        return new Node(
                proto.getOpType(),
                domain,
                proto.getName(),
                proto.getInputList(),
                proto.getOutputList(),
                byName(proto.getAttributeList()));
    }

    NodeProto toProto() {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(domain)
                .setName(name)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(attributes.values())
                .build();
    }

    private static SequencedMap<String, AttributeProto> byName(List<AttributeProto> attributes) {
        SequencedMap<String, AttributeProto> byName = new LinkedHashMap<>();
        attributes.forEach(attribute -> byName.put(attribute.getName(), attribute));
        return byName;
    }

    public boolean is(String expected) {
        return operator.equals(expected);
    }

    /** The tensor at that place, or an empty name. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The first output. */
    public String output() {
        return outputs.getFirst();
    }

    /** The operand of two that is not this one. */
    public String otherInput(String input) {
        return input(0).equals(input) ? input(1) : input(0);
    }

    public long longAttribute(String attribute, long otherwise) {
        AttributeProto value = attributes.get(attribute);
        return value == null ? otherwise : value.getI();
    }

    public float floatAttribute(String attribute, float otherwise) {
        AttributeProto value = attributes.get(attribute);
        return value == null ? otherwise : value.getF();
    }

    /** The attribute's numbers, none where it is missing. */
    public List<Long> longsAttribute(String attribute) {
        AttributeProto value = attributes.get(attribute);
        return value == null ? List.of() : value.getIntsList();
    }

    /** The same with other inputs. */
    public Node withInputs(List<String> others) {
        return new Node(operator, domain, name, others, outputs, attributes);
    }

    /** The same with another tensor at that place; those that it leaves out before it stay left out. */
    public Node withInput(int index, String other) {
        List<String> others = new ArrayList<>(inputs);
        while (others.size() <= index) {
            others.add("");
        }
        others.set(index, other);
        return withInputs(others);
    }

    /** The same with other outputs. */
    public Node withOutputs(List<String> others) {
        return new Node(operator, domain, name, inputs, others, attributes);
    }

    /** The same, reading other tensors where it read some of these. */
    public Node renamed(Map<String, String> names) {
        return withInputs(
                inputs.stream().map(input -> names.getOrDefault(input, input)).toList());
    }

    /** Every tensor that it reads, those that its subgraphs take from around them included. */
    public List<String> reads() {
        List<String> reads = new ArrayList<>(inputs);
        attributes.values().forEach(attribute -> {
            attribute
                    .getG()
                    .getNodeList()
                    .forEach(inner -> reads.addAll(read(inner).reads()));
            attribute.getG().getOutputList().forEach(output -> reads.add(output.getName()));
            attribute.getGraphsList().forEach(graph -> graph.getNodeList()
                    .forEach(inner -> reads.addAll(read(inner).reads())));
        });
        return reads;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
