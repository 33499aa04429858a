package io.pilotlight.router.catalog;

import io.pilotlight.queue.QueueTopics;
import io.pilotlight.wire.json.StrictObject;

import io.quarkus.runtime.configuration.DurationConverter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pool's definition as JSON; {@code runtime/router/README.md} has all of its fields. */
final class PoolJson {

    /** The most that an endpoint is given at a time unless its pool says otherwise: enough for its queue to choose from. */
    private static final int CONCURRENCY = 32;

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(35);

    private PoolJson() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    static PoolDefinition read(StrictObject json) {
        json.only("name", "cost", "hardware", "functions");
        List<Placement> placements = json.entries("functions").stream()
                .map(entry -> placement(entry.getKey(), entry.getValue()))
                .toList();
        return new PoolDefinition(
                json.text("name"),
                json.number("cost", 1),
                json.optionalText("hardware").orElse(""),
                placements);
    }

    private static Placement placement(String function, StrictObject json) {
        if (json.has("url") == json.has("command")) {
            throw new IllegalArgumentException(
                    json.document() + ": function " + function + ": expected either a `command` or a `url`");
        }
        Source source = json.has("url") ? address(function, json) : processes(function, json);
        return new Placement(function, json.text("variant"), json.integer("concurrency", CONCURRENCY), source);
    }

    private static Source address(String function, StrictObject json) {
        json.only("variant", "concurrency", "url", "sleepsAfter", "knative");
        return new Source.Address(
                URI.create(json.text("url")),
                duration(json, "sleepsAfter", IDLE),
                json.optionalObject("knative").map(knative -> knative(function, knative)));
    }

    private static KnativeService knative(String function, StrictObject json) {
        json.only("namespace", "service");
        return new KnativeService(
                json.text("namespace"), json.optionalText("service").orElse(function));
    }

    private static Source processes(String function, StrictObject json) {
        json.only(
                "variant",
                "concurrency",
                "command",
                "environment",
                "inherit",
                "directory",
                "queue",
                "max",
                "idle",
                "startTimeout",
                "drainTimeout");
        return new Source.Processes(
                json.texts("command"),
                json.has("environment") ? json.textsByName("environment") : Map.of(),
                json.has("inherit") ? json.texts("inherit") : List.of(),
                json.optionalText("directory").map(Path::of),
                json.optionalObject("queue").map(queue -> queue(function, queue)),
                json.integer("max", 1),
                duration(json, "idle", IDLE),
                duration(json, "startTimeout", START_TIMEOUT),
                duration(json, "drainTimeout", DRAIN_TIMEOUT));
    }

    private static FunctionQueue queue(String function, StrictObject json) {
        json.only("group", "requests", "retries");
        QueueTopics standard = QueueTopics.of(function);
        return new FunctionQueue(
                json.optionalText("group").orElse(QueueTopics.group(function)),
                List.of(
                        json.optionalText("requests").orElse(standard.requests()),
                        json.optionalText("retries").orElse(standard.retries())));
    }

    private static Duration duration(StrictObject json, String name, Duration absent) {
        Optional<String> text = json.optionalText(name);
        try {
            return text.map(DurationConverter::parseDuration).orElse(absent);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    json.document() + ": `" + name + "`: expected a duration such as 30s, got \"" + text.orElse("")
                            + "\"",
                    e);
        }
    }
}
