package io.pilotlight.serving.openinference;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;
import io.pilotlight.serving.manifest.FunctionManifest;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.util.List;

/**
 * The protocol's model configuration extension, in the words of Triton's model configuration: load generators learn from it
 * how many items a request may have. There a tensor's dimensions come without the one that counts the items.
 */
final class ModelConfiguration {

    static final String BACKEND = "onnxruntime";

    private final FunctionManifest manifest;
    private final int maxItems;

    ModelConfiguration(FunctionManifest manifest, int maxItems) {
        this.manifest = manifest;
        this.maxItems = maxItems;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("name", manifest.name());
        json.writeStringField("platform", Metadata.PLATFORM);
        json.writeStringField("backend", BACKEND);
        json.writeNumberField("max_batch_size", maxItems);
        write(json, "input", manifest.inputs());
        write(json, "output", manifest.outputs());
    }

    private static void write(JsonGenerator json, String name, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(name);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("data_type", type(spec.type()));
            Shape dimensions = dimensions(spec.shape());
            json.writeFieldName("dims");
            json.writeArray(dimensions.toArray(), 0, dimensions.rank());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** None are written as one of length 1, which requests may have as well. */
    static Shape dimensions(Shape shape) {
        return shape.rank() < 2 ? Shape.of(1) : new Shape(shape.dimensions().subList(1, shape.rank()));
    }

    static String type(DataType type) {
        return "TYPE_" + (type == DataType.BYTES ? "STRING" : type.name());
    }
}
