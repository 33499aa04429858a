package io.pilotlight.engine.batch;

import io.pilotlight.api.DataType;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Shape;
import io.pilotlight.api.Tensor;
import io.pilotlight.api.Tensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The tensors of several rows as one, joined along the first dimension, and the outputs of their run apart again. Outputs are
 * views of the run's own, none is copied but where padding is cut out of several rows.
 *
 * @param parts the tensors of each, of one family
 * @param shapes of each
 */
public record TensorBatch(List<Tensors> parts, List<RowShape> shapes, Padding padding) {

    private static final int LENGTH_AXIS = 1;

    public TensorBatch {
        parts = List.copyOf(parts);
        shapes = List.copyOf(shapes);
    }

    /** What the model runs on. */
    public Tensors joined() {
        long length = shapes.stream().mapToLong(RowShape::length).max().orElseThrow();
        SequencedMap<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : parts.getFirst().byName().sequencedKeySet()) {
            List<Tensor> tensors = parts.stream().map(part -> part.get(name)).toList();
            Long filler = padding.values().get(name);
            joined.put(name, filler == null ? join(tensors) : joinPadded(tensors, length, filler));
        }
        return new Tensors(joined);
    }

    private int rows() {
        return shapes.stream().mapToInt(RowShape::rows).sum();
    }

    private Tensor join(List<Tensor> tensors) {
        Shape shape = withDimension(tensors.getFirst().shape(), 0, rows());
        if (tensors.getFirst() instanceof Tensor.Bytes) {
            List<byte[]> elements = new ArrayList<>();
            tensors.forEach(tensor -> elements.addAll(((Tensor.Bytes) tensor).elements()));
            return new Tensor.Bytes(shape, elements);
        }
        DataType type = tensors.getFirst().type();
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(shape.elementCount() * type.byteSize()));
        tensors.forEach(tensor -> data.put(((Tensor.Numeric) tensor).data()));
        return new Tensor.Numeric(type, shape, data.flip());
    }

    private Tensor joinPadded(List<Tensor> tensors, long length, long filler) {
        Tensor first = tensors.getFirst();
        Shape shape = withDimension(withDimension(first.shape(), 0, rows()), LENGTH_AXIS, length);
        int elementBytes = first.type().byteSize();
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(shape.elementCount() * elementBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        int rowBytes = Math.toIntExact(shape.elementCount() / rows() * elementBytes);
        for (Tensor tensor : tensors) {
            ByteBuffer given = ((Tensor.Numeric) tensor).data();
            int rows = Math.toIntExact(tensor.shape().dimension(0));
            int givenBytes = given.remaining() / rows;
            for (int row = 0; row < rows; row++) {
                data.put(given.slice(row * givenBytes, givenBytes));
                fill(data, first.type(), filler, (rowBytes - givenBytes) / elementBytes);
            }
        }
        return new Tensor.Numeric(first.type(), shape, data.flip());
    }

    private static void fill(ByteBuffer data, DataType type, long filler, int elements) {
        for (int i = 0; i < elements; i++) {
            switch (type) {
                case INT64, UINT64 -> data.putLong(filler);
                case INT32, UINT32 -> data.putInt((int) filler);
                case INT16, UINT16 -> data.putShort((short) filler);
                case INT8, UINT8, BOOL -> data.put((byte) filler);
                case FP32 -> data.putFloat((float) filler);
                case FP64 -> data.putDouble((double) filler);
                case FP16, BF16, BYTES ->
                    throw new IllegalArgumentException("padding: expected integers, BOOL, FP32 or FP64, got " + type);
            }
        }
    }

    /**
     * The outputs of each.
     *
     * @throws InferenceException {@code INTERNAL} if an output's first dimension does not count the rows
     */
    public List<Tensors> split(Tensors outputs) {
        List<SequencedMap<String, Tensor>> split = new ArrayList<>();
        parts.forEach(part -> split.add(new LinkedHashMap<>()));
        outputs.byName().forEach((name, output) -> {
            int from = 0;
            for (int i = 0; i < shapes.size(); i++) {
                RowShape part = shapes.get(i);
                Tensor rows = rows(name, output, from, part.rows());
                split.get(i).put(name, padding.outputs().contains(name) ? cut(rows, part.length()) : rows);
                from += part.rows();
            }
        });
        return split.stream().map(Tensors::new).toList();
    }

    private Tensor rows(String name, Tensor output, int from, int count) {
        if (output.shape().rank() == 0 || output.shape().dimension(0) != rows()) {
            throw new InferenceException(
                    ErrorCode.INTERNAL,
                    "output `" + name + "`: expected a first dimension of " + rows() + ", one for each row, got "
                            + output.shape());
        }
        Shape shape = withDimension(output.shape(), 0, count);
        return switch (output) {
            case Tensor.Bytes bytes -> {
                int each = bytes.elements().size() / rows();
                yield new Tensor.Bytes(shape, bytes.elements().subList(from * each, (from + count) * each));
            }
            case Tensor.Numeric numeric -> {
                int each = numeric.data().remaining() / rows();
                yield new Tensor.Numeric(numeric.type(), shape, numeric.data().slice(from * each, count * each));
            }
        };
    }

    /** Only the first elements of the second dimension. */
    private static Tensor cut(Tensor rows, long length) {
        Shape shape = rows.shape();
        if (!(rows instanceof Tensor.Numeric numeric) || shape.dimension(LENGTH_AXIS) == length) {
            return rows;
        }
        Shape kept = withDimension(shape, LENGTH_AXIS, length);
        int count = Math.toIntExact(shape.dimension(0));
        int paddedBytes = numeric.data().remaining() / count;
        int keptBytes =
                Math.toIntExact(kept.elementCount() / count * numeric.type().byteSize());
        if (count == 1) {
            return new Tensor.Numeric(numeric.type(), kept, numeric.data().slice(0, keptBytes));
        }
        ByteBuffer data = ByteBuffer.allocate(count * keptBytes);
        for (int row = 0; row < count; row++) {
            data.put(numeric.data().slice(row * paddedBytes, keptBytes));
        }
        return new Tensor.Numeric(numeric.type(), kept, data.flip());
    }

    private static Shape withDimension(Shape shape, int axis, long dimension) {
        List<Long> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.set(axis, dimension);
        return new Shape(dimensions);
    }
}
