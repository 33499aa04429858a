package io.pilotlight.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** A dense tensor: an element type, a shape without variable dimensions, and its elements in row-major order. */
public sealed interface Tensor {

    DataType type();

    Shape shape();

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
