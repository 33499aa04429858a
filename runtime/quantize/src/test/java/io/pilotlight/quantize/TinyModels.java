package io.pilotlight.quantize;

import io.pilotlight.quantize.graph.Constants;
import io.pilotlight.quantize.graph.ModelFile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Models of a few operators, small enough to compute again in plain Java. Input {@code x} and output {@code y} are FP32. */
public final class TinyModels {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final long operatorSet;

    public TinyModels(long operatorSet) {
        this.operatorSet = operatorSet;
    }

    /** {@code y = x · weights}, of any number of rows. */
    public static ModelProto linear(float[] weights, int rows, int columns) {
        return new TinyModels(17)
                .input("x", DataType.FLOAT, -1, rows)
                .constant(Constants.of("weights", weights, rows, columns))
                .node("MatMul", "y", "x", "weights")
                .model(-1, columns);
    }

    public TinyModels input(String name, DataType type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    public TinyModels constant(TensorProto constant) {
        graph.addInitializer(constant);
        return this;
    }

    public TinyModels node(String operator, String output, String... inputs) {
        return node(operator, output, List.of(inputs));
    }

    public TinyModels node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes)));
        return this;
    }

    /** The model, with output {@code y} of that shape. */
    public ModelProto model(long... shape) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(operatorSet))
                .setGraph(graph.addOutput(value("y", DataType.FLOAT, shape)))
                .build();
    }

    /** Writes a model into a folder. */
    public static Path write(ModelProto model, Path folder) {
        Path file = folder.resolve("tiny.onnx");
        ModelFile.write(model, file);
        return file;
    }

    /** Numbers around zero, the same for the same seed. */
    public static float[] random(int count, double magnitude, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-magnitude, magnitude);
        }
        return values;
    }

    private static ValueInfoProto value(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.length; axis++) {
            dimensions.addDim(
                    shape[axis] < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("n" + axis)
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(shape[axis]));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
