package io.pilotlight.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A dense tensor: an element type, a shape without variable dimensions, and its elements in row-major order. */
public sealed interface Tensor {

    DataType type();

    Shape shape();

    /** A tensor of {@code FP32}, copied from an array. */
    static Numeric of(Shape shape, float... elements) {
        ByteBuffer data = allocate(elements.length, Float.BYTES);
        data.asFloatBuffer().put(elements);
        return new Numeric(DataType.FP32, shape, data);
    }

    /** A tensor of {@code FP64}, copied from an array. */
    static Numeric of(Shape shape, double... elements) {
        ByteBuffer data = allocate(elements.length, Double.BYTES);
        data.asDoubleBuffer().put(elements);
        return new Numeric(DataType.FP64, shape, data);
    }

    /** A tensor of {@code INT64}, copied from an array. */
    static Numeric of(Shape shape, long... elements) {
        ByteBuffer data = allocate(elements.length, Long.BYTES);
        data.asLongBuffer().put(elements);
        return new Numeric(DataType.INT64, shape, data);
    }

    /** A tensor of {@code INT32}, copied from an array. */
    static Numeric of(Shape shape, int... elements) {
        ByteBuffer data = allocate(elements.length, Integer.BYTES);
        data.asIntBuffer().put(elements);
        return new Numeric(DataType.INT32, shape, data);
    }

    /** A tensor of {@code BOOL}, copied from an array. */
    static Numeric of(Shape shape, boolean... elements) {
        ByteBuffer data = allocate(elements.length, 1);
        for (int i = 0; i < elements.length; i++) {
            data.put(i, (byte) (elements[i] ? 1 : 0));
        }
        return new Numeric(DataType.BOOL, shape, data);
    }

    /** A tensor of {@code BYTES}: texts in UTF-8. */
    static Bytes of(Shape shape, String... elements) {
        return new Bytes(
                shape,
                Stream.of(elements)
                        .map(element -> element.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static ByteBuffer allocate(int elements, int bytesEach) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytesEach)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Elements of a fixed size, in one buffer.
     *
     * @param data little-endian, from position 0 to its limit; seen through read-only views, never copied. Whoever makes
     *     the tensor gives the buffer away.
     */
    record Numeric(DataType type, Shape shape, ByteBuffer data) implements Tensor {

        public Numeric {
            if (!type.hasFixedSize()) {
                throw new IllegalArgumentException("numeric tensor: expected a type of fixed size, got " + type);
            }
            data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
            long count = shape.elementCount();
            if (count > Integer.MAX_VALUE / type.byteSize() || count * type.byteSize() != data.limit()) {
                throw new IllegalArgumentException("tensor of " + type + " " + shape + ": expected " + count
                        + " elements of " + type.byteSize() + " bytes, got " + data.limit() + " bytes");
            }
        }

        /** The elements' bytes: a new read-only view. */
        @Override
        public ByteBuffer data() {
            return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        public FloatBuffer floats() {
            expect(DataType.FP32);
            return data().asFloatBuffer();
        }

        public DoubleBuffer doubles() {
            expect(DataType.FP64);
            return data().asDoubleBuffer();
        }

        /** All elements of a tensor of {@code FP32}, copied. */
        public float[] floatArray() {
            float[] elements = new float[floats().remaining()];
            floats().get(elements);
            return elements;
        }

        /** All elements of a tensor of {@code INT64}, copied. */
        public long[] longArray() {
            long[] elements = new long[longs().remaining()];
            longs().get(elements);
            return elements;
        }

        public LongBuffer longs() {
            expect(DataType.INT64);
            return data().asLongBuffer();
        }

        public IntBuffer ints() {
            expect(DataType.INT32);
            return data().asIntBuffer();
        }

        private void expect(DataType expected) {
            if (type != expected) {
                throw new IllegalArgumentException("tensor: expected " + expected + ", got " + type);
            }
        }
    }

    /**
     * Elements of any length: {@link DataType#BYTES}.
     *
     * @param elements one array for each element, not copied: whoever makes the tensor gives them away
     */
    record Bytes(Shape shape, List<byte[]> elements) implements Tensor {

        public Bytes {
            elements = List.copyOf(elements);
            if (shape.elementCount() != elements.size()) {
                throw new IllegalArgumentException("tensor of BYTES " + shape + ": expected " + shape.elementCount()
                        + " elements, got " + elements.size());
            }
        }

        @Override
        public DataType type() {
            return DataType.BYTES;
        }
    }
}
