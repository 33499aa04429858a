package io.pilotlight.tests.model;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model of one operator, whose inputs and output all have one type and shape. Each variable dimension is one of its own,
 * called {@code n0}, {@code n1} and so on, and the same in every input and the output.
 */
public final class TinyModel {
    /** What the output is called. */
    public static final String OUTPUT = "out";

    /** The only input of {@link #identity}. */
    public static final String INPUT = "in";

    private static final String WEIGHT = "weight";

    /** The inputs of {@link #add}. */
    public static final List<String> SUMMANDS = List.of("a", "b");

    /** Older ones lack types that both operators take in this one. */
    private static final int OPERATOR_SET = 16;

    private static final int IR_VERSION = 8;

    private final ModelProto model;

    private TinyModel(ModelProto model) {
        this.model = model;
    }

    private TinyModel(String operator, List<String> inputs, DataType type, Shape shape) {
        this(operator, inputs, inputs, type, shape);
    }

    private TinyModel(String operator, List<String> operands, List<String> inputs, DataType type, Shape shape) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName(operator)
                .addNode(NodeProto.newBuilder()
                        .setOpType(operator)
                        .addAllInput(operands)
                        .addOutput(OUTPUT))
                .addOutput(tensor(OUTPUT, type, shape));
        inputs.forEach(input -> graph.addInput(tensor(input, type, shape)));
        this.model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pilotlight-tests")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph)
                .build();
    }

    /** {@code out = in}, for every element type. */
    public static TinyModel identity(DataType type, Shape shape) {
        return new TinyModel("Identity", List.of(INPUT), type, shape);
    }

    /** {@code out = a + b}, for numbers; ONNX Runtime adds no BF16 on a CPU. */
    public static TinyModel add(DataType type, Shape shape) {
        return new TinyModel("Add", SUMMANDS, type, shape);
    }

    /** {@code out = in + weight}, FP32; the weight is the only number in a file of that name beside the model. */
    public static TinyModel addWeightBeside(String file, Shape shape) {
        TinyModel model = new TinyModel("Add", List.of(INPUT, WEIGHT), List.of(INPUT), DataType.FP32, shape);
        return new TinyModel(model.model.toBuilder()
                .setGraph(model.model.getGraph().toBuilder()
                        .addInitializer(TensorProto.newBuilder()
                                .setName(WEIGHT)
                                .addDims(1)
                                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue(file))))
                .build());
    }

    private static ValueInfoProto tensor(String name, DataType type, Shape shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
            if (shape.dimension(axis) == Shape.VARIABLE) {
                dimension.setDimParam("n" + axis);
            } else {
                dimension.setDimValue(shape.dimension(axis));
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(elementType(type).getNumber())
                                .setShape(dimensions)))
                .build();
    }

    private static TensorProto.DataType elementType(DataType type) {
        return switch (type) {
            case BOOL -> TensorProto.DataType.BOOL;
            case INT8 -> TensorProto.DataType.INT8;
            case INT16 -> TensorProto.DataType.INT16;
            case INT32 -> TensorProto.DataType.INT32;
            case INT64 -> TensorProto.DataType.INT64;
            case UINT8 -> TensorProto.DataType.UINT8;
            case UINT16 -> TensorProto.DataType.UINT16;
            case UINT32 -> TensorProto.DataType.UINT32;
            case UINT64 -> TensorProto.DataType.UINT64;
            case FP16 -> TensorProto.DataType.FLOAT16;
            case BF16 -> TensorProto.DataType.BFLOAT16;
            case FP32 -> TensorProto.DataType.FLOAT;
            case FP64 -> TensorProto.DataType.DOUBLE;
            case BYTES -> TensorProto.DataType.STRING;
        };
    }

    /** The file's content. */
    public byte[] toBytes() {
        return model.toByteArray();
    }

    /** Writes it to a file, and returns that. */
    public Path write(Path file) throws IOException {
        return Files.write(file, toBytes());
    }
}
