package io.pilotlight.quantize.run;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.model.ModelLoadException;
import io.pilotlight.quantize.graph.Graph;

import ai.onnx.proto.OnnxMl.ModelProto;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What values tensors take in a float model while it answers samples. */
public final class Observations {

    private final Map<String, Observation> byTensor = new LinkedHashMap<>();

    private Observations() {}

    /**
     * Runs the samples.
     *
     * @param graph not fused, so that its operators exist in FP64 where ONNX Runtime has them at all
     * @param rowsPerSample how many rows of each sample are kept
     */
    public static Observations of(Graph graph, List<Tensors> samples, List<String> tensors, int rowsPerSample) {
        Observations observations = new Observations();
        List<String> known = tensors.stream()
                .filter(tensor -> graph.producer(tensor).isPresent())
                .toList();
        if (known.isEmpty()) {
            return observations;
        }
        ModelProto model = graph.toModel(Shapes.outputs(known));
        try (Runner runner = open(model)) {
            for (Tensors sample : samples) {
                sample.byName().forEach((name, tensor) -> {
                    if (tensors.contains(name)) {
                        observations.add(name, tensor, rowsPerSample);
                    }
                });
                runner.run(sample).byName().forEach((name, tensor) -> observations.add(name, tensor, rowsPerSample));
            }
        }
        return observations;
    }

    /** In FP64 if its operators exist there: else the last bits depend on the processor. */
    private static Runner open(ModelProto model) {
        try {
            return Runner.literal(DoublePrecision.of(model));
        } catch (ModelLoadException notInDoublePrecision) {
            return Runner.literal(model);
        }
    }

    private void add(String name, Tensor tensor, int rowsPerSample) {
        if (tensor instanceof Tensor.Numeric numeric
                && !numeric.shape().dimensions().isEmpty()
                && (numeric.type() == DataType.FP64 || numeric.type() == DataType.FP32)) {
            int channels = Math.toIntExact(numeric.shape().dimensions().getLast());
            byTensor.computeIfAbsent(name, first -> new Observation(channels)).add(numeric, rowsPerSample);
        }
    }

    /** What was seen of the tensor; nothing where it is computed only after fusion, or holds no floats. */
    public Optional<Observation> of(String tensor) {
        return Optional.ofNullable(byTensor.get(tensor));
    }
}
