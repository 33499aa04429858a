package io.pilotlight.wire.json;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One object of a document that an operator or a build has written, whose fields must be there and of their kind. Jackson's own
 * accessors make a default of whatever is neither: a {@code "cacheable": "yes"} would be false.
 *
 * @param document what errors call it
 */
public record StrictObject(String document, JsonNode json) {

    /** A document that must be an object. */
    public static StrictObject of(String document, JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException(
                    document + ": expected an object, got " + (json == null ? "none" : json));
        }
        return new StrictObject(document, json);
    }

    /** Refuses fields of other names: a misspelt one would silently be without effect. */
    public StrictObject only(String... names) {
        Set<String> known = Set.of(names);
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        document + ": `" + name + "`: unknown; there are " + String.join(", ", names));
            }
        });
        return this;
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    public String text(String name) {
        return text(name, field(name, "a string"));
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public int integer(String name) {
        JsonNode field = field(name, "an integer");
        require(field.isInt(), name, "an integer", field);
        return field.intValue();
    }

    /** A number, or the default where there is none. */
    public int integer(String name, int absent) {
        return has(name) ? integer(name) : absent;
    }

    /** A number, or the default where there is none. */
    public double number(String name, double absent) {
        if (!has(name)) {
            return absent;
        }
        JsonNode field = json.get(name);
        require(field.isNumber(), name, "a number", field);
        return field.doubleValue();
    }

    public boolean bool(String name) {
        JsonNode field = field(name, "true or false");
        require(field.isBoolean(), name, "true or false", field);
        return field.booleanValue();
    }

    public List<StrictObject> objects(String name) {
        return array(name).valueStream().map(this::inside).toList();
    }

    public List<String> texts(String name) {
        return array(name).valueStream().map(element -> text(name, element)).toList();
    }

    public List<Long> integers(String name) {
        return array(name).valueStream().map(element -> integer(name, element)).toList();
    }

    public List<Map.Entry<String, StrictObject>> entries(String name) {
        return fields(name)
                .propertyStream()
                .map(entry -> Map.entry(entry.getKey(), inside(entry.getValue())))
                .toList();
    }

    public Optional<StrictObject> optionalObject(String name) {
        return has(name) ? Optional.of(inside(fields(name))) : Optional.empty();
    }

    /** An object whose values are strings. */
    public Map<String, String> textsByName(String name) {
        return fields(name)
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> text(name + "." + entry.getKey(), entry.getValue())));
    }

    private StrictObject inside(JsonNode value) {
        return new StrictObject(document, value);
    }

    private JsonNode fields(String name) {
        JsonNode field = field(name, "an object");
        require(field.isObject(), name, "an object", field);
        return field;
    }

    private JsonNode array(String name) {
        JsonNode field = field(name, "an array");
        require(field.isArray(), name, "an array", field);
        return field;
    }

    private JsonNode field(String name, String expected) {
        JsonNode field = json.get(name);
        if (field == null || field.isNull()) {
            throw new IllegalArgumentException(document + ": `" + name + "`: expected " + expected + ", it is missing");
        }
        return field;
    }

    private String text(String name, JsonNode node) {
        require(node.isTextual(), name, "a string", node);
        return node.textValue();
    }

    private long integer(String name, JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToLong(), name, "an integer", node);
        return node.longValue();
    }

    private void require(boolean expected, String name, String kind, JsonNode actual) {
        if (!expected) {
            throw new IllegalArgumentException(document + ": `" + name + "`: expected " + kind + ", got " + actual);
        }
    }
}
