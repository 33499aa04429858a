package io.pilotlight.quantize.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A graph's constant tensors to Java's arrays and back. */
public final class Constants {

    private Constants() {}

    public static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == DataType.FLOAT.getNumber();
    }

    public static long[] dimensions(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    public static long elementCount(TensorProto tensor) {
        return Arrays.stream(dimensions(tensor)).reduce(1, Math::multiplyExact);
    }

    /** All elements of a tensor of FP32. */
    public static float[] floats(TensorProto tensor) {
        float[] values = new float[count(tensor)];
        if (tensor.hasRawData()) {
            raw(tensor, Float.BYTES).asFloatBuffer().get(values);
        } else {
            fill(tensor, tensor.getFloatDataCount(), values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        }
        return values;
    }

    /** All elements of a tensor of INT64 or INT32. */
    public static long[] longs(TensorProto tensor) {
        long[] values = new long[count(tensor)];
        boolean wide = tensor.getDataType() == DataType.INT64.getNumber();
        if (tensor.hasRawData()) {
            ByteBuffer raw = raw(tensor, wide ? Long.BYTES : Integer.BYTES);
            Arrays.setAll(values, i -> wide ? raw.getLong() : raw.getInt());
        } else {
            List<? extends Number> stored = wide ? tensor.getInt64DataList() : tensor.getInt32DataList();
            fill(tensor, stored.size(), values.length);
            Arrays.setAll(values, i -> stored.get(i).longValue());
        }
        return values;
    }

    private static int count(TensorProto tensor) {
        long count = elementCount(tensor);
        if (count < 0 || count > Integer.MAX_VALUE / Long.BYTES) {
            throw new QuantizeException("constant `" + tensor.getName() + "`: expected at most "
                    + Integer.MAX_VALUE / Long.BYTES + " elements, got " + count);
        }
        return (int) count;
    }

    private static ByteBuffer raw(TensorProto tensor, int bytesEach) {
        fill(tensor, tensor.getRawData().size(), count(tensor) * bytesEach);
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void fill(TensorProto tensor, int given, int expected) {
        if (given != expected) {
            throw new QuantizeException("constant `" + tensor.getName() + "` of shape " + tensor.getDimsList()
                    + ": expected " + expected + " elements or bytes, got " + given);
        }
    }

    public static TensorProto of(String name, float[] values, long... dimensions) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return of(name, DataType.FLOAT, data, dimensions);
    }

    public static TensorProto of(String name, double[] values, long... dimensions) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return of(name, DataType.DOUBLE, data, dimensions);
    }

    public static TensorProto of(String name, long[] values, long... dimensions) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return of(name, DataType.INT64, data, dimensions);
    }

    /** A tensor of one-byte elements: INT8 or UINT8. */
    public static TensorProto of(String name, DataType type, byte[] values, long... dimensions) {
        return of(name, type, ByteBuffer.wrap(values), dimensions);
    }

    /** A number without dimensions. */
    public static TensorProto scalar(String name, float value) {
        return of(name, new float[] {value});
    }

    /** A tensor of that data, little-endian, from its beginning to its limit. */
    public static TensorProto of(String name, DataType type, ByteBuffer data, long... dimensions) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(Arrays.stream(dimensions).boxed().toList())
                .setRawData(ByteString.copyFrom(data.rewind()))
                .build();
    }
}
