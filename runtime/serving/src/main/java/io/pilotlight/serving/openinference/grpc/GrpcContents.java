package io.pilotlight.serving.openinference.grpc;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensor;
import io.pilotlight.serving.openinference.InputCheck.Declared;
import io.pilotlight.wire.openinference.message.InferTensorContents;

import com.google.protobuf.ByteString;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The elements of a tensor in the fields that gRPC's callers may use instead of raw bytes. A number that does not fit the data
 * type is refused, never wrapped.
 */
final class GrpcContents {

    private final Declared declared;
    private final InferTensorContents contents;

    private GrpcContents(Declared declared, InferTensorContents contents) {
        this.declared = declared;
        this.contents = contents;
    }

    /**
     * The tensor.
     *
     * @throws InferenceException {@code TENSOR_MISMATCH} if its elements are in another field, too many, too few or too large
     */
    static Tensor tensor(Declared declared, InferTensorContents contents) {
        return new GrpcContents(declared, contents).tensor();
    }

    private Tensor tensor() {
        return switch (declared.type()) {
            case BYTES -> bytes();
            case BOOL ->
                numbers(
                        "bool_contents",
                        contents.getBoolContentsCount(),
                        (data, i) -> data.put((byte) (contents.getBoolContents(i) ? 1 : 0)));
            case INT8 ->
                numbers(
                        "int_contents",
                        contents.getIntContentsCount(),
                        (data, i) ->
                                data.put((byte) within(contents.getIntContents(i), Byte.MIN_VALUE, Byte.MAX_VALUE)));
            case INT16 ->
                numbers(
                        "int_contents",
                        contents.getIntContentsCount(),
                        (data, i) -> data.putShort(
                                (short) within(contents.getIntContents(i), Short.MIN_VALUE, Short.MAX_VALUE)));
            case INT32 ->
                numbers(
                        "int_contents",
                        contents.getIntContentsCount(),
                        (data, i) -> data.putInt(contents.getIntContents(i)));
            case INT64 ->
                numbers(
                        "int64_contents",
                        contents.getInt64ContentsCount(),
                        (data, i) -> data.putLong(contents.getInt64Contents(i)));
            case UINT8 ->
                numbers(
                        "uint_contents",
                        contents.getUintContentsCount(),
                        (data, i) -> data.put((byte) within(unsigned(i), 0, 0xFF)));
            case UINT16 ->
                numbers(
                        "uint_contents",
                        contents.getUintContentsCount(),
                        (data, i) -> data.putShort((short) within(unsigned(i), 0, 0xFFFF)));
            case UINT32 ->
                numbers(
                        "uint_contents",
                        contents.getUintContentsCount(),
                        (data, i) -> data.putInt(contents.getUintContents(i)));
            case UINT64 ->
                numbers(
                        "uint64_contents",
                        contents.getUint64ContentsCount(),
                        (data, i) -> data.putLong(contents.getUint64Contents(i)));
            case FP32 ->
                numbers(
                        "fp32_contents",
                        contents.getFp32ContentsCount(),
                        (data, i) -> data.putFloat(contents.getFp32Contents(i)));
            case FP64 ->
                numbers(
                        "fp64_contents",
                        contents.getFp64ContentsCount(),
                        (data, i) -> data.putDouble(contents.getFp64Contents(i)));
            case FP16, BF16 ->
                throw mismatch("its bytes in raw_input_contents, since " + declared.type() + " has no field", "none");
        };
    }

    /** Puts the element of that index where the next one belongs. */
    private interface Element {
        void put(ByteBuffer data, int index);
    }

    private Tensor numbers(String field, int count, Element element) {
        requireCount(field, count);
        DataType type = declared.type();
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(count, type.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            element.put(data, i);
        }
        return new Tensor.Numeric(type, declared.shape(), data.flip());
    }

    private long unsigned(int index) {
        return Integer.toUnsignedLong(contents.getUintContents(index));
    }

    private Tensor bytes() {
        requireCount("bytes_contents", contents.getBytesContentsCount());
        return new Tensor.Bytes(
                declared.shape(),
                contents.getBytesContentsList().stream()
                        .map(ByteString::toByteArray)
                        .toList());
    }

    private void requireCount(String field, int count) {
        if (count != declared.elements()) {
            throw mismatch(
                    declared.elements() + " elements in " + field + " for shape " + declared.shape(),
                    String.valueOf(count));
        }
    }

    private long within(long value, long min, long max) {
        if (value < min || value > max) {
            throw mismatch("integers of " + declared.type() + ", " + min + " to " + max, String.valueOf(value));
        }
        return value;
    }

    private InferenceException mismatch(String expected, String actual) {
        return InferenceException.mismatch(
                declared.name(), "input `" + declared.name() + "`: contents: expected " + expected + ", got " + actual);
    }
}
