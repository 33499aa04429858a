package io.pilotlight.image;

import io.pilotlight.api.Sha256;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.ImageReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image in an archive, as the OCI's image layout has it ({@code oci-layout}, {@code index.json}, {@code blobs/}), with docker's own
 * {@code manifest.json} beside that, which names the same blobs: containerd and podman read the former, docker the latter.
 *
 * @param manifest the digest by which registries know the image
 * @param layers from the first to the last
 */
record OciArchive(Sha256 manifest, List<Blob> layers) {

    private static final String INDEX = "index.json";
    private static final String DOCKER_MANIFEST = "manifest.json";
    private static final String IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String DOCKER_HUB = "registry-1.docker.io";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file of the archive. */
    record Blob(Sha256 digest, long bytes) {}

    OciArchive {
        layers = List.copyOf(layers);
    }

    /**
     * Makes an archive out of one that has an image's layout alone.
     *
     * @param reference what the image is called where it is loaded
     * @param output which is not there yet, and not before it is whole
     */
    static OciArchive complete(Path layout, ImageReference reference, Path output) throws IOException {
        try (TarFile tar = new TarFile(layout.toFile())) {
            ObjectNode descriptor = image(layout, tar);
            descriptor.set(
                    "annotations",
                    JSON.createObjectNode()
                            .put("io.containerd.image.name", canonical(reference))
                            .put(
                                    "org.opencontainers.image.ref.name",
                                    reference.getTag().orElse("latest")));
            write(tar, descriptor, reference.toStringWithQualifier(), output);
            List<Blob> layers = new ArrayList<>();
            blob(layout, tar, descriptor).required("layers").forEach(layer -> layers.add(blob(layer)));
            return new OciArchive(blob(descriptor).digest(), layers);
        }
    }

    /** An archive of the same image with docker's manifest, without which Jib cannot read it. */
    static Path readableByJib(Path archive, Path scratch) throws IOException {
        try (TarFile tar = new TarFile(archive.toFile())) {
            if (entry(tar, DOCKER_MANIFEST) != null) {
                return archive;
            }
            Path copy = scratch.resolve("base.tar");
            write(tar, image(archive, tar), "base:latest", copy);
            return copy;
        } catch (IOException e) {
            throw new ImageException(
                    "base image " + archive + ": expected an archive of an image, it cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** What the index says of the only image there is. */
    private static ObjectNode image(Path archive, TarFile tar) throws IOException {
        JsonNode manifests = json(archive, tar, INDEX).path("manifests");
        if (manifests.size() != 1
                || !manifests.get(0).path("mediaType").asText().equals(IMAGE_MANIFEST)) {
            throw new ImageException("archive " + archive + ": expected one image, its " + INDEX + " has " + manifests);
        }
        return manifests.get(0).deepCopy();
    }

    private static void write(TarFile tar, ObjectNode descriptor, String tag, Path output) throws IOException {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
        index.putArray("manifests").add(descriptor);
        JsonNode manifest = blob(output, tar, descriptor);
        ObjectNode docker = JSON.createObjectNode().put("Config", path(manifest.required("config")));
        docker.putArray("RepoTags").add(tag);
        ArrayNode layers = docker.putArray("Layers");
        manifest.required("layers").forEach(layer -> layers.add(path(layer)));

        try (TarArchiveOutputStream out =
                new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(output)))) {
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (!entry.getName().equals(INDEX)) {
                    out.putArchiveEntry(entry);
                    try (InputStream in = tar.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeArchiveEntry();
                }
            }
            add(out, INDEX, index);
            add(out, DOCKER_MANIFEST, JSON.createArrayNode().add(docker));
        }
    }

    private static void add(TarArchiveOutputStream out, String name, JsonNode content) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(content);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setModTime(0);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }

    private static JsonNode blob(Path archive, TarFile tar, JsonNode descriptor) throws IOException {
        return json(archive, tar, path(descriptor));
    }

    private static Blob blob(JsonNode descriptor) {
        return new Blob(digest(descriptor), descriptor.required("size").longValue());
    }

    private static String path(JsonNode descriptor) {
        return "blobs/sha256/" + digest(descriptor).hex();
    }

    private static Sha256 digest(JsonNode descriptor) {
        return Sha256.parse(descriptor.required("digest").textValue());
    }

    private static JsonNode json(Path archive, TarFile tar, String name) throws IOException {
        TarArchiveEntry entry = entry(tar, name);
        if (entry == null) {
            throw new ImageException("archive " + archive + ": expected an image, it has no " + name);
        }
        try (InputStream in = tar.getInputStream(entry)) {
            return JSON.readTree(in);
        }
    }

    private static @Nullable TarArchiveEntry entry(TarFile tar, String name) {
        return tar.getEntries().stream()
                .filter(entry -> entry.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The name with all that engines let users leave out. */
    private static String canonical(ImageReference reference) {
        String registry = reference.getRegistry().equals(DOCKER_HUB) ? "docker.io" : reference.getRegistry();
        return registry + "/" + reference.getRepository() + ":"
                + reference.getTag().orElse("latest");
    }
}
