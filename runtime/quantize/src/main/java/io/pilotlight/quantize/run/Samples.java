package io.pilotlight.quantize.run;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.tokenizer.TokenizedText;
import io.pilotlight.engine.tokenizer.Tokenizer;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.QuantizeException;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Inputs that a model is run on to be measured, each a batch of one row.
 *
 * @param rows the inputs
 * @param origin where they come from, for the report
 */
public record Samples(List<Tensors> rows, String origin) {

    /** Lengths of made-up texts, in tokens: short ones, as most questions are, and longer ones. */
    private static final int[] LENGTHS = {8, 16, 12, 32, 5, 24, 64, 16};

    private static final long SEED = 20;

    public Samples {
        rows = List.copyOf(rows);
    }

    /** What kind of thing an input of a language model is: by the names that exporters give. */
    private enum TextInput {
        IDS,
        MASK,
        TYPES;

        static TextInput of(String name) {
            return name.contains("mask") ? MASK : name.contains("type") || name.contains("segment") ? TYPES : IDS;
        }
    }

    /** Texts, one row each. */
    public static Samples ofTexts(Graph graph, Tokenizer tokenizer, List<String> texts, String origin) {
        if (!takesTokens(graph)) {
            throw new QuantizeException("samples " + origin + ": expected a model that takes token ids, INT64 (batch,"
                    + " sequence), to read texts; got inputs " + names(graph) + ".");
        }
        List<Tensors> rows = new ArrayList<>();
        for (String text : texts) {
            try {
                rows.add(row(graph, tokenizer.encode("text", text, true)));
            } catch (InferenceException e) {
                throw new QuantizeException(
                        "samples " + origin + ", line " + (rows.size() + 1) + ": " + e.getMessage() + ".", e);
            }
        }
        return new Samples(rows, origin);
    }

    private static List<String> names(Graph graph) {
        return graph.inputs().stream().map(ValueInfoProto::getName).toList();
    }

    private static Tensors row(Graph graph, TokenizedText text) {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        for (ValueInfoProto input : graph.inputs()) {
            inputs.put(
                    input.getName(),
                    switch (TextInput.of(input.getName())) {
                        case IDS -> text.idTensor();
                        case MASK -> text.maskTensor();
                        case TYPES -> text.typeIdTensor();
                    });
        }
        return new Tensors(inputs);
    }

    /** Whether all inputs are INT64 (batch, sequence). */
    public static boolean takesTokens(Graph graph) {
        return graph.inputs().stream()
                .allMatch(input -> type(input) == DataType.INT64
                        && shape(input).getDimCount() == 2
                        && shape(input).getDim(1).getDimValue() == 0);
    }

    /**
     * Random rows: token ids that the model has vectors for, and numbers between -1 and 1. They say what a model does to numbers,
     * not what it is worth to its users.
     *
     * @param shapes of inputs whose variable dimensions are not for anyone to guess
     */
    public static Samples madeUp(Graph graph, int count, Map<String, List<Long>> shapes) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Tensors> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
            for (ValueInfoProto input : graph.inputs()) {
                long[] shape = shape(input, shapes, LENGTHS[i % LENGTHS.length]);
                inputs.put(input.getName(), tensor(graph, input, shape, random));
            }
            rows.add(new Tensors(inputs));
        }
        return new Samples(rows, "made up at random");
    }

    private static long[] shape(ValueInfoProto input, Map<String, List<Long>> given, int length) {
        List<Long> asked = given.get(input.getName());
        List<TensorShapeProto.Dimension> declared = shape(input).getDimList();
        long[] shape = new long[declared.size()];
        if (asked != null && asked.size() != shape.length) {
            throw new QuantizeException("input `" + input.getName() + "`: expected a shape of " + shape.length
                    + " dimensions, got " + asked + ".");
        }
        for (int axis = 0; axis < shape.length; axis++) {
            long fixed = declared.get(axis).getDimValue();
            shape[axis] = asked != null ? asked.get(axis) : fixed > 0 ? fixed : axis == 0 ? 1 : length;
        }
        if (asked == null && shape.length > 2 && declared.stream().skip(1).anyMatch(axis -> axis.getDimValue() <= 0)) {
            throw new QuantizeException(
                    "input `" + input.getName() + "` has variable dimensions: expected their sizes, as in" + " --shape "
                            + input.getName() + "=1,3,224,224.");
        }
        return shape;
    }

    private static Tensor tensor(Graph graph, ValueInfoProto input, long[] shape, SplittableRandom random) {
        int count = Math.toIntExact(Shape.of(shape).elementCount());
        if (type(input) == DataType.FLOAT) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensor.of(Shape.of(shape), values);
        }
        if (type(input) == DataType.INT64) {
            long[] values = new long[count];
            long bound = vocabulary(graph, input.getName());
            for (int i = 0; i < count; i++) {
                values[i] = switch (TextInput.of(input.getName())) {
                    case IDS -> random.nextLong(bound);
                    case MASK -> 1;
                    case TYPES -> 0;
                };
            }
            return Tensor.of(Shape.of(shape), values);
        }
        throw new QuantizeException(
                "input `" + input.getName() + "`: expected FP32 or INT64, got " + type(input) + ".");
    }

    /** How many rows the table has that the input's ids are looked up in. */
    private static long vocabulary(Graph graph, String input) {
        return graph.readers(input).stream()
                .filter(reader -> reader.is("Gather") && reader.input(1).equals(input))
                .map(reader -> graph.floatConstant(reader.input(0)))
                .flatMap(Optional::stream)
                .mapToLong(table -> table.getDims(0))
                .findFirst()
                .orElse(2);
    }

    private static DataType type(ValueInfoProto input) {
        return DataType.forNumber(input.getType().getTensorType().getElemType());
    }

    private static TensorShapeProto shape(ValueInfoProto input) {
        return input.getType().getTensorType().getShape();
    }
}
