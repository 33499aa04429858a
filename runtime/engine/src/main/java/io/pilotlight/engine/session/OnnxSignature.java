package io.pilotlight.engine.session;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import java.util.Collection;
import java.util.List;

/** A model's inputs and outputs, in our words. */
final class OnnxSignature {

    private OnnxSignature() {}

    static Signature of(OrtSession session) throws OrtException {
        return new Signature(
                specs(session.getInputInfo().values()),
                specs(session.getOutputInfo().values()));
    }

    private static List<TensorSpec> specs(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxSignature::spec).toList();
    }

    private static TensorSpec spec(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            return new TensorSpec(node.getName(), dataType(node.getName(), tensor), Shape.of(tensor.getShape()));
        }
        throw new ModelLoadException("model value `" + node.getName() + "`: expected a tensor, got " + node.getInfo());
    }

    static DataType dataType(String name, TensorInfo tensor) {
        OnnxJavaType type = OnnxJavaType.mapFromOnnxTensorType(tensor.onnxType);
        return switch (tensor.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 ->
                throw new ModelLoadException(
                        "model value `" + name + "`: element type " + tensor.onnxType + " is not served");
            default -> dataType(name, type);
        };
    }

    private static DataType dataType(String name, OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> DataType.FP32;
            case DOUBLE -> DataType.FP64;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOL -> DataType.BOOL;
            case STRING -> DataType.BYTES;
            case UINT8 -> DataType.UINT8;
            case FLOAT16 -> DataType.FP16;
            case BFLOAT16 -> DataType.BF16;
            default ->
                throw new ModelLoadException("model value `" + name + "`: element type " + type + " is not served");
        };
    }
}
