package io.pilotlight.quantize.measure;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.Padding;
import io.pilotlight.engine.batch.RowShape;
import io.pilotlight.engine.batch.TensorBatch;
import io.pilotlight.quantize.run.Runner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Whether a row's answer is the same whatever shares its batch: other rows, more of them, and padding to their length. */
public final class Independence {

    private static final int ROWS = 16;

    private Independence() {}

    /**
     * The lowest cosine between a row's answer alone and in a batch, over many compositions.
     *
     * @return nothing where no batch could be made: the model takes one row only, or rows of other shapes than it was given
     */
    public static OptionalDouble lowestCosine(Runner runner, List<Tensors> samples) {
        List<Tensors> rows = samples.subList(0, Math.min(ROWS, samples.size()));
        List<Tensors> outputs = rows.stream().map(runner::run).toList();
        Padding padding = padding(rows.getFirst(), outputs.getFirst());
        BatchRule rule = new BatchRule.Joined(padding);
        OptionalDouble lowest = OptionalDouble.empty();
        for (List<Integer> composition : compositions(rows.size())) {
            List<Integer> together = fitting(rule, rows, composition);
            if (together.size() < 2) {
                continue;
            }
            try {
                List<Tensors> parts = together.stream().map(rows::get).toList();
                TensorBatch batch =
                        new TensorBatch(parts, parts.stream().map(rule::shapeOf).toList(), padding);
                List<Tensors> answers = batch.split(runner.run(batch.joined()));
                for (int i = 0; i < together.size(); i++) {
                    double cosine =
                            Vectors.cosine(Vectors.of(outputs.get(together.get(i))), Vectors.of(answers.get(i)));
                    lowest = OptionalDouble.of(Math.min(lowest.orElse(1), cosine));
                }
            } catch (InferenceException takesNoSuchBatch) {
                return OptionalDouble.empty();
            }
        }
        return lowest;
    }

    /** Neighbours two by two, fours, all, and all in turn beside the last. */
    private static List<List<Integer>> compositions(int count) {
        List<List<Integer>> compositions = new ArrayList<>();
        for (int size : new int[] {2, 4, count}) {
            for (int from = 0; from + size <= count; from += size) {
                List<Integer> composition = new ArrayList<>();
                for (int i = from; i < from + size; i++) {
                    composition.add(i);
                }
                compositions.add(composition);
            }
        }
        for (int i = 0; i + 1 < count; i++) {
            compositions.add(List.of(i, count - 1));
        }
        return compositions;
    }

    /** Those of a composition that may share tensors with its first. */
    private static List<Integer> fitting(BatchRule rule, List<Tensors> rows, List<Integer> composition) {
        RowShape first = rule.shapeOf(rows.get(composition.getFirst()));
        return composition.stream()
                .filter(row -> rule.shapeOf(rows.get(row)).family().equals(first.family()))
                .filter(row -> !rule.padding().values().isEmpty()
                        || rule.shapeOf(rows.get(row)).equals(first))
                .toList();
    }

    /** Tokens are padded with zeros where a mask tells the model so. */
    private static Padding padding(Tensors inputs, Tensors outputs) {
        boolean masked = inputs.byName().keySet().stream().anyMatch(name -> name.contains("mask"));
        if (!masked) {
            return Padding.NONE;
        }
        Map<String, Long> values = new LinkedHashMap<>();
        long length = -1;
        for (Map.Entry<String, Tensor> input : inputs.byName().entrySet()) {
            if (input.getValue().type() == DataType.INT64
                    && input.getValue().shape().rank() == 2) {
                values.put(input.getKey(), 0L);
                length = input.getValue().shape().dimension(1);
            }
        }
        Set<String> stretched = new HashSet<>();
        for (Map.Entry<String, Tensor> output : outputs.byName().entrySet()) {
            if (output.getValue().shape().rank() > 1
                    && output.getValue().shape().dimension(1) == length) {
                stretched.add(output.getKey());
            }
        }
        return new Padding(values, stretched);
    }
}
