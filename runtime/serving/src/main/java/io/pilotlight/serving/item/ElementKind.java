package io.pilotlight.serving.item;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Tensor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a record component's Java type lies in a tensor. */
enum ElementKind {
    TEXT(DataType.BYTES, String.class),
    BOOLEAN(DataType.BOOL, boolean.class, Boolean.class),
    INT(DataType.INT32, int.class, Integer.class),
    LONG(DataType.INT64, long.class, Long.class),
    FLOAT(DataType.FP32, float.class, Float.class),
    DOUBLE(DataType.FP64, double.class, Double.class),
    FLOATS(DataType.FP32, float[].class),
    LONGS(DataType.INT64, long[].class);

    private final DataType dataType;

    @SuppressWarnings("ImmutableEnumChecker") // a list of classes, which nobody can change
    private final List<Class<?>> javaTypes;

    ElementKind(DataType dataType, Class<?>... javaTypes) {
        this.dataType = dataType;
        this.javaTypes = List.of(javaTypes);
    }

    static Optional<ElementKind> of(Class<?> type) {
        return Arrays.stream(values())
                .filter(kind -> kind.javaTypes.contains(type))
                .findFirst();
    }

    DataType dataType() {
        return dataType;
    }

    boolean isArray() {
        return this == FLOATS || this == LONGS;
    }

    /** How many elements one item's value has. */
    int lengthOf(Object value) {
        return switch (this) {
            case FLOATS -> ((float[]) value).length;
            case LONGS -> ((long[]) value).length;
            default -> 1;
        };
    }

    /** Writes one item's value. */
    void put(ByteBuffer buffer, Object value) {
        switch (this) {
            case BOOLEAN -> buffer.put((byte) ((boolean) value ? 1 : 0));
            case INT -> buffer.putInt((int) value);
            case LONG -> buffer.putLong((long) value);
            case FLOAT -> buffer.putFloat((float) value);
            case DOUBLE -> buffer.putDouble((double) value);
            case FLOATS -> {
                float[] floats = (float[]) value;
                buffer.asFloatBuffer().put(floats);
                buffer.position(buffer.position() + floats.length * Float.BYTES);
            }
            case LONGS -> {
                long[] longs = (long[]) value;
                buffer.asLongBuffer().put(longs);
                buffer.position(buffer.position() + longs.length * Long.BYTES);
            }
            case TEXT -> throw new IllegalStateException("text lies in a tensor of its own kind");
        }
    }

    /**
     * Reads one item's value.
     *
     * @throws CharacterCodingException if a text is not UTF-8
     */
    Object get(Tensor tensor, int item, int length) throws CharacterCodingException {
        return switch (tensor) {
            case Tensor.Bytes bytes ->
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.elements().get(item)))
                        .toString();
            case Tensor.Numeric numeric -> get(numeric.data(), item, length);
        };
    }

    private Object get(ByteBuffer data, int item, int length) {
        return switch (this) {
            case BOOLEAN -> data.get(item) != 0;
            case INT -> data.getInt(item * Integer.BYTES);
            case LONG -> data.getLong(item * Long.BYTES);
            case FLOAT -> data.getFloat(item * Float.BYTES);
            case DOUBLE -> data.getDouble(item * Double.BYTES);
            case FLOATS -> {
                float[] floats = new float[length];
                data.asFloatBuffer().get(item * length, floats);
                yield floats;
            }
            case LONGS -> {
                long[] longs = new long[length];
                data.asLongBuffer().get(item * length, longs);
                yield longs;
            }
            case TEXT -> throw new IllegalStateException("text lies in a tensor of its own kind");
        };
    }
}
