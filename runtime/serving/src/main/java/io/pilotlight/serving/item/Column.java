package io.pilotlight.serving.item;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The values of one component over all items of a result, as a tensor. */
final class Column {

    private Column() {}

    /**
     * The tensor in which the values lie.
     *
     * @throws IllegalStateException if one is missing, or arrays are not of one length
     */
    static Tensor of(Field field, List<? extends Record> items) {
        List<Object> values = new ArrayList<>(items.size());
        for (Record item : items) {
            values.add(value(field, item));
        }
        return field.kind() == ElementKind.TEXT ? texts(values) : numbers(field, values);
    }

    private static Object value(Field field, Record item) {
        Object value = field.valueIn(item);
        if (value == null) {
            throw new IllegalStateException("result: component " + field.name() + " is missing");
        }
        return value;
    }

    private static Tensor texts(List<Object> values) {
        List<byte[]> texts = new ArrayList<>(values.size());
        for (Object value : values) {
            texts.add(((String) value).getBytes(StandardCharsets.UTF_8));
        }
        return new Tensor.Bytes(Shape.of(texts.size()), texts);
    }

    private static Tensor numbers(Field field, List<Object> values) {
        int length = length(field, values);
        DataType dataType = field.kind().dataType();
        ByteBuffer data = ByteBuffer.allocate(values.size() * length * dataType.byteSize())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : values) {
            field.kind().put(data, value);
        }
        Shape shape = field.kind().isArray() ? Shape.of(values.size(), length) : Shape.of(values.size());
        return new Tensor.Numeric(dataType, shape, data.flip());
    }

    /** Each array is checked: where only their sum fits, elements would move from one item to the next. */
    private static int length(Field field, List<Object> values) {
        if (!field.kind().isArray()) {
            return 1;
        }
        long declared = field.spec().shape().dimension(1);
        int first = values.isEmpty() ? 0 : field.kind().lengthOf(values.getFirst());
        long expected = declared == Shape.VARIABLE ? first : declared;
        for (Object value : values) {
            int length = field.kind().lengthOf(value);
            if (length != expected) {
                throw new IllegalStateException("result: component " + field.name() + ": expected " + expected
                        + " elements in every item, got " + length);
            }
        }
        return Math.toIntExact(expected);
    }
}
