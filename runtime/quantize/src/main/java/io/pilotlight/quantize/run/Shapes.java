package io.pilotlight.quantize.run;

import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.quantize.graph.Graph;

import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shapes that a graph's tensors have for one sample: what rewrites go by where a graph does not say. */
public final class Shapes {

    private final Map<String, List<Long>> byTensor;

    private Shapes(Map<String, List<Long>> byTensor) {
        this.byTensor = Map.copyOf(byTensor);
    }

    /** Runs the graph once. */
    public static Shapes of(Graph graph, Tensors sample) {
        Map<String, List<Long>> shapes = new HashMap<>();
        List<String> tensors = graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(output -> !output.isEmpty())
                .toList();
        try (Runner runner = Runner.literal(graph.toModel(outputs(tensors)))) {
            runner.run(sample).byName().forEach((name, tensor) -> shapes.put(name, dimensions(tensor)));
        }
        graph.constants().forEach(constant -> shapes.put(constant.getName(), constant.getDimsList()));
        sample.byName().forEach((name, tensor) -> shapes.put(name, dimensions(tensor)));
        return new Shapes(shapes);
    }

    private static List<Long> dimensions(Tensor tensor) {
        return tensor.shape().dimensions();
    }

    /** Tensors as a model's outputs; ONNX Runtime finds out their types. */
    public static List<ValueInfoProto> outputs(List<String> tensors) {
        return tensors.stream()
                .map(tensor -> ValueInfoProto.newBuilder().setName(tensor).build())
                .toList();
    }

    /** The tensor's dimensions; none where it is unknown. */
    public List<Long> of(String tensor) {
        return byTensor.getOrDefault(tensor, List.of());
    }
}
