package io.pilotlight.quantize.rewrite;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;
import io.pilotlight.quantize.run.Runner;
import io.pilotlight.quantize.run.Shapes;

import ai.onnx.proto.OnnxMl.TensorProto;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Computes what is always the same, once. Only with operators that move numbers about, or whose result IEEE 754 prescribes to the
 * last bit: so that it is the same on every machine.
 */
final class ConstantFolding {

    private static final Set<String> EXACT = Set.of(
            "Constant",
            "Identity",
            "Cast",
            "Gather",
            "Unsqueeze",
            "Squeeze",
            "Reshape",
            "Flatten",
            "Transpose",
            "Concat",
            "Slice",
            "Shape",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Neg",
            "Abs",
            "Sqrt",
            "Equal",
            "Greater",
            "Less",
            "Not",
            "And",
            "Or",
            "Where",
            "Floor",
            "Ceil");

    private ConstantFolding() {}

    /** Folds, and gives how many nodes that took. */
    static int fold(Graph graph) {
        bypassIdentities(graph);
        graph.tidy();
        Set<Node> folded = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            boolean constant = EXACT.contains(node.operator())
                    && node.domain().isEmpty()
                    && node.outputs().size() == 1
                    && !graph.isOutput(node.output())
                    && node.inputs().stream()
                            .allMatch(
                                    input -> input.isEmpty() || graph.constant(input) != null || known.contains(input));
            if (constant) {
                folded.add(node);
                known.add(node.output());
            }
        }
        List<String> needed = known.stream()
                .filter(tensor -> graph.readers(tensor).stream().anyMatch(reader -> !folded.contains(reader)))
                .toList();
        if (!needed.isEmpty()) {
            compute(graph, needed).forEach((name, constant) -> {
                graph.replace(graph.producer(name).orElseThrow());
                graph.add(constant);
            });
        }
        graph.tidy();
        return folded.size();
    }

    private static SequencedMap<String, TensorProto> compute(Graph graph, List<String> tensors) {
        SequencedMap<String, TensorProto> constants = new LinkedHashMap<>();
        try (Runner runner = Runner.literal(graph.toModelWithoutInputs(Shapes.outputs(tensors)))) {
            runner.run(new Tensors(new LinkedHashMap<>())).byName().forEach((name, tensor) -> constant(name, tensor)
                    .ifPresent(value -> constants.put(name, value)));
        }
        return constants;
    }

    private static Optional<TensorProto> constant(String name, Tensor tensor) {
        return switch (tensor) {
            case Tensor.Numeric numeric ->
                onnxType(numeric.type()).map(type -> Constants.of(name, type, numeric.data(), dimensions(numeric)));
            case Tensor.Bytes texts -> Optional.empty();
        };
    }

    private static long[] dimensions(Tensor tensor) {
        return tensor.shape().dimensions().stream().mapToLong(Long::longValue).toArray();
    }

    private static Optional<TensorProto.DataType> onnxType(DataType type) {
        return switch (type) {
            case FP32 -> Optional.of(TensorProto.DataType.FLOAT);
            case INT64 -> Optional.of(TensorProto.DataType.INT64);
            case INT32 -> Optional.of(TensorProto.DataType.INT32);
            case BOOL -> Optional.of(TensorProto.DataType.BOOL);
            case FP64 -> Optional.of(TensorProto.DataType.DOUBLE);
            case FP16, BF16, INT8, INT16, UINT8, UINT16, UINT32, UINT64, BYTES -> Optional.empty();
        };
    }

    /** Has readers of what was only passed on read the original. */
    private static void bypassIdentities(Graph graph) {
        for (Node node : graph.nodes()) {
            boolean passesOn = node.is("Identity") || node.is("Dropout");
            if (passesOn && node.outputs().stream().noneMatch(graph::isOutput)) {
                String original = graph.producer(node.output()).orElseThrow().input(0);
                graph.readInstead(node.output(), original);
            }
        }
    }
}
