package io.pilotlight.router.catalog;

import io.pilotlight.api.Sha256;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.StrictObject;
import io.pilotlight.wire.manifest.ManifestJson;

import com.fasterxml.jackson.core.JacksonException;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder that a catalog is read from: {@code NAME.function.json}, manifests as functions' builds write them, and {@code
 * NAME.pool.json}. Flat, as a ConfigMap is. Other files are left alone. For one thread.
 */
public final class CatalogFolder {

    private static final String FUNCTION = ".function.json";
    private static final String POOL = ".pool.json";

    /** A manifest has some kilobytes. */
    private static final long MAX_FILE_BYTES = 4 << 20;

    private final Path folder;
    private Map<String, Sha256> lastRead = Map.of();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(byte[] bytes, Sha256 digest) {}

    public CatalogFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What it holds, if that has changed since it was read before.
     *
     * @throws IllegalArgumentException if it holds no catalog, naming the file and what is wrong with it; only once for the same
     *     content
     */
    public Optional<Catalog> readIfChanged() {
        Map<String, Content> files = files();
        Map<String, Sha256> digests = new HashMap<>();
        files.forEach((name, content) -> digests.put(name, content.digest()));
        if (digests.equals(lastRead)) {
            return Optional.empty();
        }
        lastRead = digests;
        Map<String, CatalogFunction> functions = new HashMap<>();
        Map<String, PoolDefinition> pools = new HashMap<>();
        files.forEach((name, content) -> {
            if (name.endsWith(FUNCTION)) {
                CatalogFunction function = function(name, content);
                requireUnique(functions.put(function.name(), function), name, function.name());
            } else {
                PoolDefinition pool = pool(name, content);
                requireUnique(pools.put(pool.name(), pool), name, pool.name());
            }
        });
        return Optional.of(Catalog.of(functions, pools));
    }

    private Map<String, Content> files() {
        Map<String, Content> files = new TreeMap<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(FUNCTION) || name.endsWith(POOL)) {
                    files.put(name, content(file));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("catalog " + folder + ": cannot be read: " + e, e);
        }
        return files;
    }

    private static Content content(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException("catalog: " + file.getFileName() + ": expected at most " + MAX_FILE_BYTES
                    + " bytes, got " + Files.size(file));
        }
        byte[] bytes = Files.readAllBytes(file);
        return new Content(bytes, Sha256.ofBytes(Sha256.algorithm().digest(bytes)));
    }

    private static CatalogFunction function(String name, Content content) {
        try {
            return new CatalogFunction(ManifestJson.read(new ByteArrayInputStream(content.bytes())), content.digest());
        } catch (IOException | IllegalArgumentException e) {
            throw refused(name, e);
        }
    }

    private static PoolDefinition pool(String name, Content content) {
        try {
            return PoolJson.read(StrictObject.of("pool", Json.MAPPER.readTree(content.bytes())));
        } catch (IOException | IllegalArgumentException e) {
            throw refused(name, e);
        }
    }

    private static IllegalArgumentException refused(String name, Exception cause) {
        String reason =
                cause instanceof JacksonException json ? "no JSON: " + json.getOriginalMessage() : cause.getMessage();
        return new IllegalArgumentException("catalog: " + name + ": " + reason, cause);
    }

    private static void requireUnique(@Nullable Object before, String file, String name) {
        if (before != null) {
            throw new IllegalArgumentException(
                    "catalog: " + file + ": \"" + name + "\" is defined by another file, too");
        }
    }
}
