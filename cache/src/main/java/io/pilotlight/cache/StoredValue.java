package io.pilotlight.cache;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * An answer as bytes, big-endian:
 *
 * <pre>
 * magic "PLV1" (4)  CRC-32C of all that follows (4)  key (32)  computed at, milliseconds since 1970 (8)  tensors (2), for each:
 *   name (2 and that many)  data type's name (1 and that many)  rank (1)  dimensions (8 each)
 *   elements: little-endian, row-major; for BYTES a length (4) and that many bytes each
 * </pre>
 *
 * The key is in it, so that a value which lies under another key is no answer. What cannot be read in full is none either.
 */
record StoredValue(Tensors outputs, Instant computedAt) {

    private static final int MAGIC = 0x504C5631;
    private static final int CHECKED_FROM = 8;

    byte[] bytes(ItemKey key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(0);
            out.write(key.bytes());
            out.writeLong(computedAt.toEpochMilli());
            out.writeShort(outputs.byName().size());
            for (var output : outputs.byName().entrySet()) {
                write(output.getKey(), output.getValue(), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        ByteBuffer written = ByteBuffer.wrap(bytes.toByteArray());
        return written.putInt(Integer.BYTES, checksum(written)).array();
    }

    private static void write(String name, Tensor tensor, DataOutputStream out) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
        byte[] type = tensor.type().name().getBytes(StandardCharsets.US_ASCII);
        out.writeByte(type.length);
        out.write(type);
        out.writeByte(tensor.shape().rank());
        for (long dimension : tensor.shape().dimensions()) {
            out.writeLong(dimension);
        }
        switch (tensor) {
            case Tensor.Numeric numeric -> {
                byte[] data = new byte[numeric.data().remaining()];
                numeric.data().get(data);
                out.write(data);
            }
            case Tensor.Bytes texts -> {
                for (byte[] element : texts.elements()) {
                    out.writeInt(element.length);
                    out.write(element);
                }
            }
        }
    }

    /** The value that those bytes are; empty where they are none, are damaged, or belong to another key. */
    static Optional<StoredValue> read(byte[] bytes, ItemKey key) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.getInt() != MAGIC || in.getInt() != checksum(in)) {
                return Optional.empty();
            }
            byte[] digest = new byte[ItemKey.BYTES];
            in.get(digest);
            Instant computedAt = Instant.ofEpochMilli(in.getLong());
            int count = in.getShort();
            SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                outputs.put(new String(take(in, in.getShort()), StandardCharsets.UTF_8), tensor(in));
            }
            return ItemKey.of(digest).equals(key) && !in.hasRemaining()
                    ? Optional.of(new StoredValue(new Tensors(outputs), computedAt))
                    : Optional.empty();
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | NegativeArraySizeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Tensor tensor(ByteBuffer in) {
        DataType type = DataType.valueOf(new String(take(in, in.get()), StandardCharsets.US_ASCII));
        long[] dimensions = new long[in.get()];
        for (int axis = 0; axis < dimensions.length; axis++) {
            dimensions[axis] = in.getLong();
        }
        Shape shape = Shape.of(dimensions);
        int elements = Math.toIntExact(shape.elementCount());
        if (type.hasFixedSize()) {
            ByteBuffer data = ByteBuffer.wrap(take(in, Math.multiplyExact(elements, type.byteSize())));
            return new Tensor.Numeric(type, shape, data.order(ByteOrder.LITTLE_ENDIAN));
        }
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            texts.add(take(in, in.getInt()));
        }
        return new Tensor.Bytes(shape, texts);
    }

    /** Nothing is allocated that is not there. */
    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static int checksum(ByteBuffer value) {
        CRC32C crc = new CRC32C();
        crc.update(value.duplicate().position(CHECKED_FROM));
        return (int) crc.getValue();
    }
}
