package io.pilotlight.quantize.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A model's graph, to be rewritten by one thread. Nodes stay in an order in which each is computed before it is read, and that
 * order depends on nothing but the rewrites, so that the same rewrites of the same model are the same bytes.
 */
public final class Graph {

    private final ModelProto model;
    private final List<Node> nodes;
    private final SequencedMap<String, TensorProto> constants;
    private final Map<String, Long> operatorSets;
    private @Nullable Index index;

    /** Who computes a tensor, and who reads it. */
    private record Index(Map<String, Node> producers, Map<String, List<Node>> readers) {}

    Graph(ModelProto model, List<Node> nodes, SequencedMap<String, TensorProto> constants) {
        this.model = model;
        this.nodes = new ArrayList<>(nodes);
        this.constants = new LinkedHashMap<>(constants);
        this.operatorSets = new LinkedHashMap<>();
        model.getOpsetImportList()
                .forEach(set ->
                        operatorSets.put(set.getDomain().equals("ai.onnx") ? "" : set.getDomain(), set.getVersion()));
    }

    /** A copy that can be rewritten without touching this one. */
    public Graph copy() {
        Graph copy = new Graph(model, nodes, constants);
        copy.operatorSets.putAll(operatorSets);
        return copy;
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** The model's inputs, without constants that older files list among them. */
    public List<ValueInfoProto> inputs() {
        return model.getGraph().getInputList().stream()
                .filter(input -> !constants.containsKey(input.getName()))
                .toList();
    }

    public List<ValueInfoProto> outputs() {
        return model.getGraph().getOutputList();
    }

    public Collection<TensorProto> constants() {
        return Collections.unmodifiableCollection(constants.values());
    }

    /** Of ONNX's own operators. */
    public long operatorSet() {
        return operatorSets.getOrDefault("", 0L);
    }

    public boolean isOutput(String tensor) {
        return outputs().stream().anyMatch(output -> output.getName().equals(tensor));
    }

    public @Nullable TensorProto constant(String tensor) {
        return constants.get(tensor);
    }

    /** The numbers of a constant of FP32, if it is one. */
    public Optional<TensorProto> floatConstant(String tensor) {
        return Optional.ofNullable(constants.get(tensor)).filter(Constants::isFloat);
    }

    /** The only number of a constant of FP32, if it is one. */
    public OptionalDouble floatScalar(String tensor) {
        return floatConstant(tensor)
                .filter(constant -> Constants.elementCount(constant) == 1)
                .map(constant -> OptionalDouble.of(Constants.floats(constant)[0]))
                .orElse(OptionalDouble.empty());
    }

    public Optional<Node> producer(String tensor) {
        return Optional.ofNullable(index().producers.get(tensor));
    }

    /** What computes the tensor, if it is that operator. */
    public Optional<Node> producer(String tensor, String operator) {
        return producer(tensor).filter(node -> node.is(operator));
    }

    public List<Node> readers(String tensor) {
        return index().readers.getOrDefault(tensor, List.of());
    }

    /** Whether one node alone reads the tensor, once, and no caller does. */
    public boolean isReadOnce(String tensor) {
        return readers(tensor).size() == 1 && !isOutput(tensor);
    }

    /** The node that alone reads the tensor, if there is one. */
    public Optional<Node> onlyReader(String tensor) {
        return isReadOnce(tensor) ? Optional.of(readers(tensor).getFirst()) : Optional.empty();
    }

    private Index index() {
        if (index == null) {
            Map<String, Node> producers = new HashMap<>();
            Map<String, List<Node>> readers = new HashMap<>();
            for (Node node : nodes) {
                node.outputs().forEach(output -> producers.put(output, node));
                node.reads().stream().filter(input -> !input.isEmpty()).forEach(input -> readers.computeIfAbsent(
                                input, unread -> new ArrayList<>())
                        .add(node));
            }
            index = new Index(producers, readers);
        }
        return index;
    }

    /** Puts nodes where another was. */
    public void replace(Node old, Node... replacement) {
        int place = nodes.indexOf(old);
        nodes.remove(place);
        nodes.addAll(place, List.of(replacement));
        index = null;
    }

    /** Puts a node before all others. */
    public void insertFirst(Node node) {
        nodes.addFirst(node);
        index = null;
    }

    /** Has all who read the one tensor read the other. */
    public void readInstead(String tensor, String other) {
        nodes.replaceAll(node -> node.inputs().contains(tensor) ? node.renamed(Map.of(tensor, other)) : node);
        index = null;
    }

    /** Adds a constant. */
    public String add(TensorProto constant) {
        if (constants.putIfAbsent(constant.getName(), constant) != null) {
            throw new IllegalArgumentException("constant `" + constant.getName() + "`: there is one already");
        }
        return constant.getName();
    }

    /** Puts a constant where another of its name was. */
    public void replaceConstant(TensorProto constant) {
        constants.put(constant.getName(), constant);
    }

    /** Adds a constant unless one of its name is there: for those that many nodes share. */
    public String addShared(TensorProto constant) {
        constants.putIfAbsent(constant.getName(), constant);
        return constant.getName();
    }

    /** Says that ONNX Runtime's own operators are used. */
    public void useMicrosoftOperators() {
        operatorSets.putIfAbsent(Node.MICROSOFT, 1L);
    }

    /** A name that no tensor has, like the given one. */
    public String freshName(String like) {
        Set<String> taken = new HashSet<>(constants.keySet());
        nodes.forEach(node -> taken.addAll(node.outputs()));
        inputs().forEach(input -> taken.add(input.getName()));
        return Stream.iterate(0, number -> number + 1)
                .map(number -> number == 0 ? like : like + "_" + number)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a tensor is computed from another one. */
    public boolean dependsOn(String tensor, String origin) {
        return origins(tensor).contains(origin);
    }

    /** All tensors that one is computed from, itself included. */
    public Set<String> origins(String tensor) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(tensor));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                producer(next).ifPresent(node -> open.addAll(node.reads()));
            }
        }
        return seen;
    }

    /** Drops what no output needs, and brings the nodes into an order in which each comes after what it reads. */
    public void tidy() {
        Set<String> needed = new HashSet<>();
        outputs().forEach(output -> needed.addAll(origins(output.getName())));
        nodes.removeIf(node -> node.outputs().stream().noneMatch(needed::contains));
        constants.keySet().retainAll(needed);
        sort();
        index = null;
    }

    private void sort() {
        Set<String> computed = new HashSet<>(constants.keySet());
        inputs().forEach(input -> computed.add(input.getName()));
        Map<String, Node> producers = index().producers;
        List<Node> open = new ArrayList<>(nodes);
        List<Node> sorted = new ArrayList<>();
        while (!open.isEmpty()) {
            List<Node> waiting = new ArrayList<>();
            for (Node node : open) {
                boolean ready =
                        node.reads().stream().allMatch(read -> computed.contains(read) || !producers.containsKey(read));
                if (ready) {
                    sorted.add(node);
                    computed.addAll(node.outputs());
                } else {
                    waiting.add(node);
                }
            }
            if (waiting.size() == open.size()) {
                throw new QuantizeException("node `" + waiting.getFirst().name()
                        + "`: expected a graph without cycles, it reads what is computed from its own output");
            }
            open = waiting;
        }
        nodes.clear();
        nodes.addAll(sorted);
    }

    /** The model as it is now. */
    public ModelProto toModel() {
        return toModel(outputs());
    }

    /** What of the model computes other outputs, which depend on no input. */
    public ModelProto toModelWithoutInputs(List<ValueInfoProto> outputs) {
        ModelProto.Builder changed = toModel(outputs).toBuilder();
        changed.getGraphBuilder().clearInput();
        return changed.build();
    }

    /** What of the model computes other outputs. */
    public ModelProto toModel(List<ValueInfoProto> outputs) {
        Set<String> needed = new HashSet<>();
        outputs.forEach(output -> needed.addAll(origins(output.getName())));
        ModelProto.Builder changed = model.toBuilder();
        changed.clearOpsetImport();
        operatorSets.forEach((domain, version) -> changed.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        changed.getGraphBuilder()
                .clearNode()
                .addAllNode(named(nodes.stream()
                        .filter(node -> node.outputs().stream().anyMatch(needed::contains))
                        .toList()))
                .clearInitializer()
                .addAllInitializer(constants.values().stream()
                        .filter(constant -> needed.contains(constant.getName()))
                        .toList())
                .clearInput()
                .addAllInput(inputs())
                .clearOutput()
                .addAllOutput(outputs)
                .clearValueInfo();
        return changed.build();
    }

    /** Nodes with names of their own, which ONNX Runtime insists on. */
    private static List<NodeProto> named(List<Node> nodes) {
        Set<String> taken = new HashSet<>();
        List<NodeProto> named = new ArrayList<>();
        for (Node node : nodes) {
            String name = node.name();
            for (int number = 1; !name.isEmpty() && !taken.add(name); number++) {
                name = node.name() + "_" + number;
            }
            named.add(node.toProto().toBuilder().setName(name).build());
        }
        return named;
    }
}
