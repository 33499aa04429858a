package io.pilotlight.engine.session;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.engine.model.ModelLoadException;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Our tensors to ONNX Runtime's and back. */
final class OnnxTensors {

    private OnnxTensors() {}

    /**
     * A native tensor that the caller owns and closes.
     *
     * @param memory for the elements, until the run is over
     */
    static OnnxTensor toOnnx(OrtEnvironment environment, Tensor tensor, InputMemory memory) throws OrtException {
        long[] shape = tensor.shape().toArray();
        return switch (tensor) {
            case Tensor.Numeric numeric ->
                OnnxTensor.createTensor(environment, direct(numeric.data(), memory), shape, onnxType(numeric.type()));
            case Tensor.Bytes bytes -> {
                String[] texts =
                        bytes.elements().stream().map(OnnxTensors::text).toArray(String[]::new);
                yield OnnxTensor.createTensor(environment, texts, shape);
            }
        };
    }

    /** ONNX Runtime reads direct buffers in place. */
    private static ByteBuffer direct(ByteBuffer data, InputMemory memory) {
        return data.isDirect() ? data : memory.copyOf(data);
    }

    /**
     * ONNX Runtime's Java API hands strings over in Java's own "modified UTF-8", in which some are other bytes than in UTF-8: a
     * model would see another text than the caller sent.
     */
    private static String text(byte[] element) {
        String text = new String(element, StandardCharsets.UTF_8);
        boolean altered = text.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c))
                || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), element);
        if (altered) {
            throw InferenceException.invalid(
                    "data",
                    "BYTES element: expected UTF-8 without NUL and without characters beyond U+FFFF, which ONNX Runtime's Java"
                            + " API cannot hand to a model, got others");
        }
        return text;
    }

    /** A copy in Java's memory. */
    static Tensor fromOnnx(String name, OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new ModelLoadException("model output `" + name + "`: expected a tensor, got " + value.getType());
        }
        Shape shape = Shape.of(tensor.getInfo().getShape());
        DataType type = OnnxSignature.dataType(name, tensor.getInfo());
        if (type == DataType.BYTES) {
            List<byte[]> elements = new ArrayList<>();
            flatten(tensor.getValue(), elements);
            return new Tensor.Bytes(shape, elements);
        }
        return new Tensor.Numeric(type, shape, tensor.getByteBuffer());
    }

    private static void flatten(Object value, List<byte[]> elements) {
        if (value instanceof String text) {
            elements.add(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < Array.getLength(value); i++) {
            flatten(Array.get(value, i), elements);
        }
    }

    private static OnnxJavaType onnxType(DataType type) {
        return switch (type) {
            case BOOL -> OnnxJavaType.BOOL;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case BYTES -> OnnxJavaType.STRING;
            case UINT16, UINT32, UINT64 ->
                throw InferenceException.invalid(
                        "datatype", "data type " + type + ": ONNX Runtime's Java API has none");
        };
    }
}
