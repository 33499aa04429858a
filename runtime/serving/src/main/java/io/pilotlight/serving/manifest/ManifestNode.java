package io.pilotlight.serving.manifest;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/**
 * One object of a manifest, whose fields must be there and of their kind. Jackson's own accessors make a default of whatever
 * is neither: a {@code "cacheable": "yes"} would be false.
 */
record ManifestNode(JsonNode json) {

    String text(String name) {
        return text(name, field(name, "a string"));
    }

    int integer(String name) {
        JsonNode field = field(name, "an integer");
        require(field.isInt(), name, "an integer", field);
        return field.intValue();
    }

    boolean bool(String name) {
        JsonNode field = field(name, "true or false");
        require(field.isBoolean(), name, "true or false", field);
        return field.booleanValue();
    }

    List<ManifestNode> objects(String name) {
        return array(name).valueStream().map(ManifestNode::new).toList();
    }

    List<String> texts(String name) {
        return array(name).valueStream().map(element -> text(name, element)).toList();
    }

    List<Long> integers(String name) {
        return array(name).valueStream().map(element -> integer(name, element)).toList();
    }

    List<Map.Entry<String, ManifestNode>> entries(String name) {
        JsonNode field = field(name, "an object");
        require(field.isObject(), name, "an object", field);
        return field.propertyStream()
                .map(entry -> Map.entry(entry.getKey(), new ManifestNode(entry.getValue())))
                .toList();
    }

    private JsonNode array(String name) {
        JsonNode field = field(name, "an array");
        require(field.isArray(), name, "an array", field);
        return field;
    }

    private JsonNode field(String name, String expected) {
        JsonNode field = json.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException("manifest: `" + name + "`: expected " + expected + ", it is missing");
        }
        return field;
    }

    private static String text(String name, JsonNode node) {
        require(node.isTextual(), name, "a string", node);
        return node.textValue();
    }

    private static long integer(String name, JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToLong(), name, "an integer", node);
        return node.longValue();
    }

    private static void require(boolean expected, String name, String kind, JsonNode actual) {
        if (!expected) {
            throw new IllegalArgumentException("manifest: `" + name + "`: expected " + kind + ", got " + actual);
        }
    }
}
