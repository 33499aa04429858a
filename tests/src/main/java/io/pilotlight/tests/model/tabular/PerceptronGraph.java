package io.pilotlight.tests.model.tabular;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A {@link Perceptron} as ONNX: Gemm and Relu for each layer, Sigmoid instead of the last Relu. Written with ONNX's messages
 * alone, since the operators that Tribuo's export layer can write have no Relu.
 */
final class PerceptronGraph {

    /** None of the operators has changed since 13; these two go together, and ONNX Runtime has them since 1.11. */
    private static final int OPERATOR_SET = 16;

    private static final int IR_VERSION = 8;

    /** The first dimension of input and output: any, but the same. */
    private static final String ROWS = "n";

    private final Perceptron perceptron;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("fraud");

    PerceptronGraph(Perceptron perceptron) {
        this.perceptron = perceptron;
    }

    ModelProto toModel() {
        List<Layer> layers = perceptron.layers();
        graph.addInput(rows(FraudModel.INPUT, layers.getFirst().inputs()));
        graph.addOutput(rows(FraudModel.OUTPUT, layers.getLast().outputs()));
        String values = FraudModel.INPUT;
        for (int i = 0; i < layers.size() - 1; i++) {
            values = operator("Relu", "hidden" + i, linear(layers.get(i), "layer" + i, values));
        }
        String logOdds = linear(layers.getLast(), "log_odds", values);
        operator("Sigmoid", FraudModel.OUTPUT, logOdds);
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pilotlight-tests")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph)
                .build();
    }

    /** Gemm takes weights as (inputs, outputs), and adds the biases to each row. */
    private String linear(Layer layer, String name, String input) {
        String weights = constant(name + ".weights", layer.weights(), layer.inputs(), layer.outputs());
        String biases = constant(name + ".biases", new float[][] {layer.biases()}, layer.outputs());
        return operator("Gemm", name, input, weights, biases);
    }

    /** A node called as its output, which is returned. */
    private String operator(String type, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType(type)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        return output;
    }

    private String constant(String name, float[][] rows, int... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
        for (int dimension : shape) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor.setRawData(littleEndian(rows)));
        return name;
    }

    private static ByteString littleEndian(float[][] rows) {
        ByteBuffer data =
                ByteBuffer.allocate(rows.length * rows[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float element : row) {
                data.putFloat(element);
            }
        }
        return ByteString.copyFrom(data.flip());
    }

    private static ValueInfoProto rows(String name, int columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(ROWS);
        shape.addDimBuilder().setDimValue(columns);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
