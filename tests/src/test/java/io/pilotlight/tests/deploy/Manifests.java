package io.pilotlight.tests.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static java.util.stream.Collectors.toMap;

/**
 * Objects of Kubernetes, by kind, namespace and name, in a form in which what means the same is equal: lists whose elements have names
 * are ordered by them, and files of JSON in a ConfigMap are read.
 */
record Manifests(Map<String, JsonNode> objects) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    static Manifests of(List<String> documents) {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (String document : documents) {
            try (MappingIterator<JsonNode> each = YAML.readerFor(JsonNode.class).readValues(document)) {
                each.forEachRemaining(object -> {
                    if (objects.put(key(object), canonical(object)) != null) {
                        throw new IllegalArgumentException(key(object) + " is there twice");
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Manifests(objects);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String key(JsonNode object) {
        JsonNode metadata = object.required("metadata");
        return object.required("apiVersion").textValue() + " "
                + object.required("kind").textValue() + " "
                + metadata.path("namespace").asText() + "/"
                + metadata.required("name").textValue();
    }

    private static JsonNode canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            object.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(field -> {
                boolean file =
                        field.getKey().endsWith(".json") && field.getValue().isTextual();
                made.set(field.getKey(), canonical(file ? json(field.getValue().textValue()) : field.getValue()));
            });
            return made;
        }
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements =
                    array.valueStream().map(Manifests::canonical).toList();
            if (elements.stream().allMatch(element -> element.path("name").isTextual())) {
                elements = elements.stream()
                        .sorted(Comparator.comparing(
                                element -> element.path("name").asText()))
                        .toList();
            }
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        return node;
    }

    /** As YAML, one for each, to be compared by eye. */
    Map<String, String> texts() {
        return objects.entrySet().stream().collect(toMap(Map.Entry::getKey, entry -> yaml(entry.getValue())));
    }

    private static String yaml(JsonNode object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As files in a folder, each as it is applied: what was read of files in ConfigMaps is text again. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            int number = 0;
            for (JsonNode object : objects.values()) {
                JsonNode copy = object.deepCopy();
                if (copy.path("data") instanceof ObjectNode data) {
                    data.properties().stream()
                            .filter(file -> !file.getValue().isTextual())
                            .toList()
                            .forEach(file ->
                                    data.put(file.getKey(), file.getValue().toString()));
                }
                Files.writeString(folder.resolve(number++ + ".yaml"), yaml(copy));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode get(String kind, String name) {
        return objects.values().stream()
                .filter(object -> object.required("kind").textValue().equals(kind)
                        && object.required("metadata")
                                .required("name")
                                .textValue()
                                .equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + objects.keySet()));
    }

    /** The variables of a workload's container; of those from secrets the key. */
    Map<String, String> environment(String kind, String name) {
        Map<String, String> environment = new HashMap<>();
        get(kind, name)
                .at("/spec/template/spec/containers/0/env")
                .forEach(variable -> environment.put(
                        variable.required("name").textValue(),
                        variable.has("value")
                                ? variable.required("value").textValue()
                                : variable.at("/valueFrom/secretKeyRef/key").textValue()));
        return environment;
    }
}
