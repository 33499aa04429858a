package io.pilotlight.engine.session;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Signature;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import java.util.Collection;
import java.util.List;

/** A model's inputs and outputs, in our words. */
final class OnnxSignature {

    private OnnxSignature() {}

    /**
     * The signature. Outputs that are no tensors, as the maps in which converters of classical models give probabilities once
     * more, are not served and left out.
     *
     * @throws ModelLoadException if an input is no tensor, no output is one, or a tensor is of a type that is not served
     */
    static Signature of(OrtSession session) throws OrtException {
        Collection<NodeInfo> outputs = session.getOutputInfo().values();
        List<NodeInfo> tensors = outputs.stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .toList();
        return new Signature(specs(session.getInputInfo().values()), specs(tensors.isEmpty() ? outputs : tensors));
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

    /** ONNX Runtime's Java API maps unsigned types that it does not have to signed ones. */
    static DataType dataType(String name, TensorInfo tensor) {
        return switch (tensor.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FP32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.FP64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FP16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BF16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> DataType.BYTES;
            default ->
                throw new ModelLoadException(
                        "model value `" + name + "`: element type " + tensor.onnxType + " is not served");
        };
    }
}
