package io.pilotlight.quantize.scheme;

import io.pilotlight.quantize.graph.Attributes;
import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

import java.util.List;
import java.util.Optional;

/** Keeps large tables of vectors (embeddings) as int8, a scale for each row: what is looked up is restored. */
final class TableRewrite {

    private static final int LARGEST = 127;

    /** Smaller ones are left as they are: they save little, and looking up takes longer. */
    private static final long FEWEST_NUMBERS = 1 << 18;

    private TableRewrite() {}

    /** Quantizes the graph's tables and says how many there are. */
    static int quantize(Graph graph) {
        int count = 0;
        for (Node node : graph.nodes()) {
            Optional<TensorProto> table = table(graph, node);
            if (table.isPresent()) {
                quantize(graph, node, table.get());
                count++;
            }
        }
        return count;
    }

    private static Optional<TensorProto> table(Graph graph, Node node) {
        if (!node.is("Gather") || node.longAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        return graph.floatConstant(node.input(0))
                .filter(table -> table.getDimsCount() == 2 && Constants.elementCount(table) >= FEWEST_NUMBERS);
    }

    private static void quantize(Graph graph, Node lookup, TensorProto table) {
        int rows = (int) table.getDims(0);
        int columns = (int) table.getDims(1);
        float[] numbers = Constants.floats(table);
        byte[] values = new byte[numbers.length];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++) {
            float largest = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                largest = Math.max(largest, Math.abs(numbers[i]));
            }
            scales[row] = largest < Float.MIN_NORMAL ? 1 : largest / LARGEST;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                values[i] = (byte) Math.clamp(Math.rint(numbers[i] / scales[row]), -LARGEST, LARGEST);
            }
        }
        String name = table.getName();
        String bytes = graph.addShared(Constants.of(name + "_int8", DataType.INT8, values, rows, columns));
        String scale = graph.addShared(Constants.of(name + "_scales", scales, rows, 1));
        String output = lookup.output();
        String found = graph.freshName(output + "_bytes");
        String widened = graph.freshName(output + "_unscaled");
        String factor = graph.freshName(output + "_scale");
        graph.replace(
                lookup,
                Node.of("Gather", List.of(bytes, lookup.input(1)), found),
                Node.of("Cast", List.of(found), widened, Attributes.of("to", (long) DataType.FLOAT.getNumber())),
                Node.of("Gather", List.of(scale, lookup.input(1)), factor),
                Node.of("Mul", List.of(widened, factor), output));
    }
}
