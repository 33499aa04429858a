package io.pilotlight.api;

/**
 * What a signature says of one tensor.
 *
 * @param name as callers write it
 * @param shape may hold variable dimensions
 */
public record TensorSpec(String name, DataType type, Shape shape) {

    public TensorSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("tensor: expected a name, got a blank one");
        }
    }

    /** As in error messages: {@code INT64 [-1, -1]}. */
    public String typeAndShape() {
        return type + " " + shape;
    }
}
