package io.pilotlight.wire.openapi;

import io.pilotlight.api.DataType;
import io.pilotlight.api.Shape;
import io.pilotlight.api.TensorSpec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Items as JSON Schema. */
final class JsonSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonSchema() {}

    /** One item as an object: what {@code POST /<function>} takes or gives. */
    static ObjectNode item(List<TensorSpec> required, List<TensorSpec> optional) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        required.forEach(spec -> properties.set(spec.name(), element(spec)));
        optional.forEach(spec -> properties.set(spec.name(), element(spec)));
        required.forEach(spec -> schema.withArray("required").add(spec.name()));
        schema.put("additionalProperties", false);
        return schema;
    }

    /** A tensor's first dimension counts items; what is left is the item's own. */
    private static ObjectNode element(TensorSpec spec) {
        if (spec.shape().rank() < 2) {
            return scalar(spec.type());
        }
        ObjectNode array = NODES.objectNode().put("type", "array");
        array.set("items", scalar(spec.type()));
        long length = spec.shape().dimension(1);
        if (length != Shape.VARIABLE) {
            array.put("minItems", length).put("maxItems", length);
        }
        return array;
    }

    private static ObjectNode scalar(DataType type) {
        ObjectNode schema = NODES.objectNode();
        return switch (type) {
            case BYTES -> schema.put("type", "string");
            case BOOL -> schema.put("type", "boolean");
            case FP16, BF16, FP32 -> schema.put("type", "number").put("format", "float");
            case FP64 -> schema.put("type", "number").put("format", "double");
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> schema.put("type", "integer");
        };
    }
}
