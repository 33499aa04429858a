package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that follow the JSON of a request by the protocol's binary tensor extension: the tensors whose size the JSON
 * names, one after another in its order. Numbers are taken where they lie; byte strings have their length before them.
 */
public final class BinaryPart {

    private final ByteBuffer rest;

    private BinaryPart(ByteBuffer rest) {
        this.rest = rest;
    }

    /** What follows the JSON; nothing in a request of JSON alone. */
    public static BinaryPart after(byte[] body, int jsonLength) {
        return new BinaryPart(ByteBuffer.wrap(body, jsonLength, body.length - jsonLength));
    }

    /**
     * The next tensor.
     *
     * @param bytes as the JSON says
     * @throws InferenceException {@code TENSOR_MISMATCH} if they are not there, or are not the shape's
     */
    public Tensor take(InputCheck.Declared declared, long bytes) {
        if (bytes > rest.remaining()) {
            throw mismatch(declared.name(), bytes + " bytes as binary_data_size says", rest.remaining() + " bytes");
        }
        ByteBuffer data = rest.slice(rest.position(), (int) bytes);
        rest.position(rest.position() + (int) bytes);
        return tensor(declared, data);
    }

    /**
     * A tensor of the bytes, and of all of them.
     *
     * @throws InferenceException {@code TENSOR_MISMATCH} if they are not the shape's
     */
    public static Tensor tensor(InputCheck.Declared declared, ByteBuffer bytes) {
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN); // of a message it may be the middle
        return declared.type() == DataType.BYTES
                ? new Tensor.Bytes(declared.shape(), strings(declared, data))
                : numbers(declared, data);
    }

    private static Tensor numbers(InputCheck.Declared declared, ByteBuffer data) {
        DataType type = declared.type();
        long elements = declared.elements();
        if (data.remaining() / type.byteSize() != elements || data.remaining() % type.byteSize() != 0) {
            throw mismatch(
                    declared.name(),
                    elements + " elements of " + type + " for shape " + declared.shape(),
                    data.remaining() + " bytes");
        }
        if (type == DataType.BOOL) {
            requireBooleans(declared.name(), data);
        }
        return new Tensor.Numeric(type, declared.shape(), data);
    }

    /** To a model, a byte that is neither may be either. */
    private static void requireBooleans(String tensor, ByteBuffer data) {
        for (int i = 0; i < data.limit(); i++) {
            if (data.get(i) != 0 && data.get(i) != 1) {
                throw mismatch(tensor, "bytes of 0 or 1 for BOOL", data.get(i) + " (element " + i + ")");
            }
        }
    }

    private static List<byte[]> strings(InputCheck.Declared declared, ByteBuffer data) {
        long elements = declared.elements();
        String expected = elements + " elements for shape " + declared.shape();
        List<byte[]> strings = new ArrayList<>();
        while (data.hasRemaining()) {
            if (strings.size() == elements) {
                throw mismatch(declared.name(), expected, "more");
            }
            strings.add(string(declared.name(), strings.size(), data));
        }
        if (strings.size() != elements) {
            throw mismatch(declared.name(), expected, strings.size() + " elements");
        }
        return strings;
    }

    private static byte[] string(String tensor, int element, ByteBuffer data) {
        String expected = "a length of 4 bytes and as many bytes as it says";
        if (data.remaining() < Integer.BYTES) {
            throw mismatch(tensor, expected, data.remaining() + " bytes (element " + element + ")");
        }
        long length = Integer.toUnsignedLong(data.getInt());
        if (length > data.remaining()) {
            throw mismatch(tensor, expected, length + " and " + data.remaining() + " bytes (element " + element + ")");
        }
        byte[] string = new byte[(int) length];
        data.get(string);
        return string;
    }

    /** Refuses bytes that no tensor has claimed. */
    public void requireEnd() {
        if (rest.hasRemaining()) {
            throw InferenceException.invalid(
                    "binary_data_size",
                    "body: expected the tensors' bytes and nothing after them, got " + rest.remaining()
                            + " bytes more than the inputs' binary_data_size say");
        }
    }

    /** A tensor as it is sent: numbers as they lie, byte strings each after its length. */
    public static ByteBuffer of(Tensor tensor) {
        return switch (tensor) {
            case Tensor.Numeric numeric -> numeric.data();
            case Tensor.Bytes bytes -> strings(bytes.elements());
        };
    }

    private static ByteBuffer strings(List<byte[]> elements) {
        int size = elements.stream()
                .mapToInt(element -> Integer.BYTES + element.length)
                .sum();
        ByteBuffer data = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elements.forEach(element -> data.putInt(element.length).put(element));
        return data.flip();
    }

    private static InferenceException mismatch(String tensor, String expected, String actual) {
        return InferenceException.mismatch(
                tensor, "input `" + tensor + "`: binary data: expected " + expected + ", got " + actual);
    }
}
