package io.pilotlight.router.knative;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The revisions of a service that requests are routed to, and how many pods of each are ready.
 *
 * @param version of what is known, from which a watch goes on
 * @param ready of each revision, by its name; empty where its autoscaler has not said
 */
record Revisions(String version, Map<String, OptionalInt> ready) {

    /** Before any were listed. */
    static final Revisions NONE = new Revisions("", Map.of());

    Revisions {
        ready = Map.copyOf(ready);
    }

    /** Those of a list. */
    static Revisions listed(JsonNode list) {
        Map<String, OptionalInt> ready = new HashMap<>();
        list.path("items").forEach(revision -> ready.put(name(revision), readyOf(revision)));
        return new Revisions(version(list), ready);
    }

    /** After an event of a watch, which is no error. */
    Revisions after(JsonNode event) {
        JsonNode revision = event.path("object");
        Map<String, OptionalInt> next = new HashMap<>(ready);
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> next.put(name(revision), readyOf(revision));
            case "DELETED" -> next.remove(name(revision)); // or requests are not routed to it any more
            default -> {} // a bookmark, which has a version and nothing else
        }
        return new Revisions(version(revision), next);
    }

    private static String name(JsonNode revision) {
        return revision.path("metadata").path("name").asText();
    }

    private static String version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private static OptionalInt readyOf(JsonNode revision) {
        JsonNode replicas = revision.path("status").path("actualReplicas");
        return replicas.isInt() ? OptionalInt.of(replicas.intValue()) : OptionalInt.empty();
    }

    /** Of all together. None are only known to be ready where each revision says so, and there is one. */
    OptionalInt replicas() {
        int sum = ready.values().stream().mapToInt(count -> count.orElse(0)).sum();
        boolean complete = !ready.isEmpty() && ready.values().stream().allMatch(OptionalInt::isPresent);
        return sum > 0 || complete ? OptionalInt.of(sum) : OptionalInt.empty();
    }
}
