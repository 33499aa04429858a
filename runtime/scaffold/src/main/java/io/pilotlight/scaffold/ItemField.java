package io.pilotlight.scaffold;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * A tensor of the model as a component of the function's item: a number or text where an item has one element of it, else an
 * array of all its elements in row-major order.
 *
 * @param component its name in Java
 * @param perItem its shape without the dimension that counts the rows
 */
record ItemField(TensorSpec tensor, String component, Shape perItem) {

    /**
     * The component for a tensor.
     *
     * @throws IllegalArgumentException if no component can hold it
     */
    static ItemField of(TensorSpec tensor) {
        ItemField field = new ItemField(tensor, identifier(tensor.name()), perItem(tensor.shape()));
        boolean arrays = tensor.type() == DataType.FP32 || tensor.type() == DataType.INT64;
        boolean scalars = arrays
                || List.of(DataType.INT32, DataType.FP64, DataType.BOOL, DataType.BYTES)
                        .contains(tensor.type());
        long open = field.perItem.dimensions().stream()
                .filter(dimension -> dimension == Shape.VARIABLE)
                .count();
        if (field.isScalar() ? !scalars : !arrays) {
            throw new IllegalArgumentException("tensor `" + tensor.name() + "`: an item holds FP32 and INT64, and one"
                    + " element of INT32, FP64, BOOL or BYTES; got " + tensor.typeAndShape());
        }
        if (open > 1) {
            throw new IllegalArgumentException("tensor `" + tensor.name()
                    + "`: an item's array tells one open dimension beside the first; got " + tensor.typeAndShape());
        }
        return field;
    }

    /** Models count their rows by a first dimension that is open, or 1. */
    private static Shape perItem(Shape shape) {
        boolean counted = shape.rank() > 0 && (shape.dimension(0) == Shape.VARIABLE || shape.dimension(0) == 1);
        return counted ? new Shape(shape.dimensions().subList(1, shape.rank())) : shape;
    }

    private boolean hasRowDimension() {
        return perItem.rank() < tensor.shape().rank();
    }

    private static String identifier(String name) {
        String letters = name.replaceAll("[^A-Za-z0-9_]", "_");
        String begun = Character.isJavaIdentifierStart(letters.charAt(0)) ? letters : "_" + letters;
        return SourceVersion.isName(begun) && !begun.equals("_") ? begun : begun + "_";
    }

    boolean isScalar() {
        return !perItem.isVariable() && perItem.elementCount() == 1;
    }

    /** {@code @Length(30) float[] features}. */
    String declaration() {
        String length = isScalar() || perItem.isVariable() ? "" : "@Length(" + perItem.elementCount() + ") ";
        return length + javaType() + (isScalar() ? " " : "[] ") + component;
    }

    private String javaType() {
        return switch (tensor.type()) {
            case FP32 -> "float";
            case FP64 -> "double";
            case INT64 -> "long";
            case INT32 -> "int";
            case BOOL -> "boolean";
            case BYTES -> "String";
            default -> throw new IllegalStateException(tensor.type() + " was refused");
        };
    }

    /** The tensor of one item. */
    String encoded() {
        return "Tensor.of(Shape.of(" + rowShape() + "), item." + component + "())";
    }

    private String rowShape() {
        String dimensions = perItem.dimensions().stream()
                .map(dimension -> dimension == Shape.VARIABLE ? openLength() : String.valueOf(dimension))
                .collect(Collectors.joining(", "));
        if (!hasRowDimension()) {
            return dimensions;
        }
        return dimensions.isEmpty() ? "1" : "1, " + dimensions;
    }

    private String openLength() {
        long known = perItem.dimensions().stream()
                .filter(dimension -> dimension != Shape.VARIABLE)
                .reduce(1L, (a, b) -> a * b);
        return "item." + component + "().length" + (known == 1 ? "" : " / " + known);
    }

    /** The component out of the model's outputs for one item. */
    String decoded() {
        String numeric = "outputs.numeric(\"" + tensor.name() + "\")";
        if (!isScalar()) {
            return numeric + (tensor.type() == DataType.FP32 ? ".floatArray()" : ".longArray()");
        }
        return switch (tensor.type()) {
            case FP32 -> numeric + ".floats().get(0)";
            case FP64 -> numeric + ".doubles().get(0)";
            case INT64 -> numeric + ".longs().get(0)";
            case INT32 -> numeric + ".ints().get(0)";
            case BOOL -> numeric + ".data().get(0) != 0";
            case BYTES -> "outputs.texts(\"" + tensor.name() + "\").getFirst()";
            default -> throw new IllegalStateException(tensor.type() + " was refused");
        };
    }

    /** Something of its type. */
    String sample() {
        if (!isScalar()) {
            return "new " + javaType() + "[" + sampleLength() + "]";
        }
        return switch (tensor.type()) {
            case BOOL -> "false";
            case BYTES -> "\"\"";
            default -> "0";
        };
    }

    /** The same in JSON. */
    String sampleJson() {
        if (isScalar()) {
            return sample();
        }
        return "[" + "0, ".repeat(Math.toIntExact(sampleLength()) - 1) + "0]";
    }

    private long sampleLength() {
        return perItem.dimensions().stream()
                .map(dimension -> dimension == Shape.VARIABLE ? 1 : dimension)
                .reduce(1L, (a, b) -> a * b);
    }
}
