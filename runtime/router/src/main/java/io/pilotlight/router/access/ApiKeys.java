package io.pilotlight.router.access;

import io.pilotlight.api.Sha256;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.StrictObject;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys that callers prove who they are with, of which only the SHA-256 is known here. A key is random and long, so that its digest cannot
 * be turned back; digests are compared, so that the time it takes tells nothing of a key.
 */
public final class ApiKeys {

    /** Where there are none. */
    public static final ApiKeys NONE = new ApiKeys(Map.of());

    private final Map<Sha256, Caller> callers;

    private ApiKeys(Map<Sha256, Caller> callers) {
        this.callers = Map.copyOf(callers);
    }

    /**
     * Those of a file: {@code {"keys": [{"name": …, "sha256": …, "tenant": …, "functions": […], "requestsPerSecond": …, "admin": …}]}}.
     * All but the first two may be left out.
     *
     * @throws IllegalArgumentException if it is none, saying why, without any of its content
     */
    public static ApiKeys read(Path file) {
        Map<Sha256, Caller> callers = new HashMap<>();
        try {
            StrictObject root = StrictObject.of("API keys " + file, Json.MAPPER.readTree(Files.readAllBytes(file)));
            for (StrictObject key : root.only("keys").objects("keys")) {
                key.only("name", "sha256", "tenant", "functions", "requestsPerSecond", "admin");
                if (callers.put(new Sha256(key.text("sha256")), caller(key)) != null) {
                    throw new IllegalArgumentException(
                            "API keys " + file + ": \"" + key.text("name") + "\" is there twice");
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("API keys " + file + ": no JSON", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("API keys " + file + ": cannot be read: " + e, e);
        }
        return new ApiKeys(callers);
    }

    private static Caller caller(StrictObject key) {
        return new Caller(
                key.text("name"),
                key.optionalText("tenant").orElse(""),
                key.has("functions") ? Optional.of(Set.copyOf(key.texts("functions"))) : Optional.empty(),
                new Rate(key.integer("requestsPerSecond", 0)),
                key.has("admin") && key.bool("admin"));
    }

    /** Whose that key is. */
    Optional<Caller> owner(String key) {
        byte[] digest = Sha256.algorithm().digest(key.getBytes(StandardCharsets.UTF_8));
        return Optional.ofNullable(callers.get(Sha256.ofBytes(digest)));
    }

    boolean isEmpty() {
        return callers.isEmpty();
    }
}
