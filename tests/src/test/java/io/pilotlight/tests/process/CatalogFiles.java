package io.pilotlight.tests.process;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The folder of a router's catalog, as a test has it. Each file appears whole, as a ConfigMap's do. */
public record CatalogFiles(Path folder) {

    private static final Path MANIFEST =
            EmbedBuild.HOME.resolve(Path.of("classes", "META-INF", "pilotlight", "function.json"));

    /** The function {@code embed}, as it was built. */
    public CatalogFiles embed() {
        return function("embed", true);
    }

    /**
     * A function that is like {@code embed} on paper.
     *
     * @param repeatable whether its answers are always the same
     */
    public CatalogFiles function(String name, boolean repeatable) {
        try {
            ObjectNode manifest = (ObjectNode) Json.parse(Files.readAllBytes(MANIFEST));
            manifest.put("name", name);
            manifest.required("variants").forEach(variant -> ((ObjectNode) variant).put("cacheable", repeatable));
            return file(name + ".function.json", manifest.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pool of those functions. */
    public CatalogFiles pool(String name, double cost, Map<String, Placement> placements) {
        ObjectNode pool = (ObjectNode)
                Json.parse(Json.write(Map.of("name", name, "cost", cost)).getBytes(StandardCharsets.UTF_8));
        ObjectNode functions = pool.putObject("functions");
        placements.forEach((function, placement) -> functions.set(
                function, Json.parse(Json.write(placement.fields()).getBytes(StandardCharsets.UTF_8))));
        return file(name + ".pool.json", pool.toString());
    }

    /** A file of any content. */
    public CatalogFiles file(String name, String content) {
        try {
            Path written = Files.writeString(folder.resolve(name + ".new"), content);
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
