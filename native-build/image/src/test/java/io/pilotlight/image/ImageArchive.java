package io.pilotlight.image;

import io.pilotlight.api.Sha256;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;

/**
 * An image as those who load it see it: read by its index and manifest, every blob verified.
 *
 * @param layers the digests of what the layers hold, from the first
 * @param files of each layer, by path
 */
record ImageArchive(
        JsonNode index,
        JsonNode docker,
        JsonNode config,
        List<String> layers,
        List<SequencedMap<String, TarArchiveEntry>> files) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ImageArchive read(Path archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), tar.readAllBytes());
            }
        }
        JsonNode index = JSON.readTree(entry(entries, "index.json"));
        JsonNode manifest =
                JSON.readTree(blob(entries, index.required("manifests").required(0)));
        JsonNode config = JSON.readTree(blob(entries, manifest.required("config")));
        List<String> layers = new ArrayList<>();
        List<SequencedMap<String, TarArchiveEntry>> files = new ArrayList<>();
        for (JsonNode layer : manifest.required("layers")) {
            byte[] content;
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(blob(entries, layer)))) {
                content = in.readAllBytes();
            }
            layers.add(digest(content));
            files.add(filesIn(content));
        }
        return new ImageArchive(index, JSON.readTree(entry(entries, "manifest.json")), config, layers, files);
    }

    private static SequencedMap<String, TarArchiveEntry> filesIn(byte[] layer) throws IOException {
        SequencedMap<String, TarArchiveEntry> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(layer))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put("/" + entry.getName(), entry);
            }
        }
        return files;
    }

    private static byte[] blob(Map<String, byte[]> entries, JsonNode descriptor) {
        String digest = descriptor.required("digest").textValue();
        byte[] content = entry(entries, "blobs/sha256/" + Sha256.parse(digest).hex());
        if (!digest(content).equals(digest)
                || content.length != descriptor.required("size").intValue()) {
            throw new AssertionError("blob " + digest + " is another: " + digest(content));
        }
        return content;
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new AssertionError("expected " + name + " in the archive, got " + entries.keySet());
        }
        return content;
    }

    private static String digest(byte[] content) {
        return Sha256.ofBytes(Sha256.algorithm().digest(content)).toString();
    }

    /** The plain files of a layer. */
    List<String> filesOf(int layer) {
        return files.get(layer).entrySet().stream()
                .filter(entry -> entry.getValue().isFile())
                .map(Map.Entry::getKey)
                .toList();
    }

    JsonNode settings() {
        return config.required("config");
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        settings()
                .required("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().textValue()));
        return labels;
    }

    List<String> environment() {
        List<String> variables = new ArrayList<>();
        settings().required("Env").forEach(variable -> variables.add(variable.textValue()));
        return variables;
    }
}
