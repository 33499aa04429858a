package io.pilotlight.wire.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;

import java.util.List;

/**
 * The protocol's model configuration extension, in the words of Triton's model configuration: load generators learn from it
 * how many items a request may have.
 *
 * @param maxBatchSize 0 where requests are no batches of items
 */
public record ModelConfiguration(String name, int maxBatchSize, List<Port> input, List<Port> output) {

    /**
     * An input or output.
     *
     * @param dataType {@code TYPE_FP32} for instance
     * @param dimensions without the one that counts the items, where requests are batches of items
     */
    public record Port(String name, String dataType, Shape dimensions) {}

    /** That of a model. */
    public static ModelConfiguration of(ModelDescription model) {
        return new ModelConfiguration(
                model.id().name(),
                model.maxItems(),
                ports(model, model.signature().inputs()),
                ports(model, model.signature().outputs()));
    }

    private static List<Port> ports(ModelDescription model, List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> new Port(spec.name(), type(spec.type()), dimensions(model, spec.shape())))
                .toList();
    }

    /** None are written as one of length 1, which requests may have as well. */
    private static Shape dimensions(ModelDescription model, Shape shape) {
        if (model.maxItems() == ModelDescription.UNBOUNDED) {
            return shape;
        }
        return shape.rank() < 2 ? Shape.of(1) : new Shape(shape.dimensions().subList(1, shape.rank()));
    }

    private static String type(DataType type) {
        return "TYPE_" + (type == DataType.BYTES ? "STRING" : type.name());
    }
}
