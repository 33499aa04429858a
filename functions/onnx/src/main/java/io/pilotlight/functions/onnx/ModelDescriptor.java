package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A small JSON file that stands for a model: {@code {"location": …, "digest": "sha256:…", "rowsIndependent": true}}. The
 * location is an address, or a file beside the descriptor, which may go without a digest. Rows are taken to depend on each other
 * unless it says otherwise.
 */
final class ModelDescriptor {

    private static final String LOCATION = "location";
    private static final String DIGEST = "digest";
    private static final String ROWS_INDEPENDENT = "rowsIndependent";
    private static final Set<String> NAMES = new TreeSet<>(Set.of(LOCATION, DIGEST, ROWS_INDEPENDENT));
    private static final long MAX_BYTES = 64 * 1024;

    private ModelDescriptor() {}

    /** The model that it stands for, or what is wrong with it. */
    static Listing read(ModelId id, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("expected at most " + MAX_BYTES + " bytes, got " + Files.size(file));
            }
            return listing(id, file, Json.MAPPER.readTree(Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException e) {
            return new Listing.Broken(id, "descriptor " + file + ": " + e.getMessage());
        }
    }

    private static Listing listing(ModelId id, Path file, JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("expected an object, got " + json.getNodeType());
        }
        Set<String> unknown = new TreeSet<>();
        json.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !NAMES.contains(name))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("expected " + NAMES + ", got " + unknown);
        }
        String location = text(json, LOCATION)
                .orElseThrow(() -> new IllegalArgumentException(LOCATION + ": expected one, it is missing"));
        Optional<Sha256> digest = text(json, DIGEST).map(Sha256::parse);
        return listing(id, location, digest, rowsIndependent(json), file.resolveSibling(location));
    }

    private static boolean rowsIndependent(JsonNode json) {
        JsonNode value = json.path(ROWS_INDEPENDENT);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(
                    ROWS_INDEPENDENT + ": expected true or false, got " + value.getNodeType());
        }
        return value.asBoolean();
    }

    private static Optional<String> text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException(name + ": expected a string, got " + value.getNodeType());
        }
        return Optional.ofNullable(value.textValue());
    }

    /**
     * A location as a listing.
     *
     * @param file the location where it is no address
     * @throws IllegalArgumentException if it is an address without a digest, or none that can be fetched
     */
    static Listing listing(ModelId id, String location, Optional<Sha256> digest, boolean rowsIndependent, Path file) {
        if (!location.contains("://")) {
            return new Listing.Local(id, file, digest, rowsIndependent);
        }
        URI address = URI.create(location);
        if (!Set.of("http", "https").contains(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    LOCATION + ": expected a file or an http or https address, got \"" + location + "\"");
        }
        return new Listing.Remote(
                id,
                address,
                digest.orElseThrow(() -> new IllegalArgumentException(
                        DIGEST + ": expected one, since the model comes from an address; it is missing")),
                rowsIndependent);
    }
}
