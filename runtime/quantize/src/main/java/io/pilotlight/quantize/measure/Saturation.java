package io.pilotlight.quantize.measure;

import io.pilotlight.quantize.graph.Graph;
import io.pilotlight.quantize.graph.Node;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;

import java.util.Optional;

/**
 * What processors that add two products of an unsigned and a signed byte in 16 bits would make of a model's integer
 * multiplications (x86 without VNNI). It looks at the weights, not at samples: at the worst that any input could bring.
 */
public final class Saturation {

    private static final int LARGEST_ACTIVATION = 255;

    private Saturation() {}

    /** The largest sum of two neighbouring products that the model's weights allow; up to 32767 nothing is cut off. */
    public static int largestSum(Graph graph) {
        int largest = 0;
        for (Node node : graph.nodes()) {
            if (node.is("MatMulIntegerToFloat") || node.is("QAttention")) {
                largest = Math.max(
                        largest,
                        Optional.ofNullable(graph.constant(node.input(1)))
                                .map(Saturation::largestSum)
                                .orElse(0));
            }
        }
        return largest;
    }

    private static int largestSum(TensorProto weights) {
        int rows = (int) weights.getDims(0);
        int columns = (int) weights.getDims(1);
        ByteString bytes = weights.getRawData();
        int largest = 0;
        for (int row = 0; row < rows; row += 2) {
            for (int column = 0; column < columns; column++) {
                int first = bytes.byteAt(row * columns + column);
                int second = row + 1 < rows ? bytes.byteAt((row + 1) * columns + column) : 0;
                int up = Math.max(first, 0) + Math.max(second, 0);
                int down = Math.max(-first, 0) + Math.max(-second, 0);
                largest = Math.max(largest, Math.max(up, down));
            }
        }
        return LARGEST_ACTIVATION * largest;
    }
}
