package io.pilotlight.quantize;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.scheme.Scheme;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The digest of all that quantized models depend on: files, options, ONNX Runtime, and the code that makes them. */
final class Made {

    private static final int BUFFER_BYTES = 1 << 16;

    private Made() {}

    static String of(Request request) {
        MessageDigest digest = Sha256.algorithm();
        try {
            for (Path code : code()) {
                add(digest, code);
            }
            add(digest, request.model());
            add(digest, request.samples());
            add(digest, request.labels());
            add(digest, request.tokenizer());
            add(digest, request.beside());
        } catch (IOException e) {
            throw new QuantizeException("a file cannot be read: " + e.getMessage() + ".", e);
        }
        String options = request.schemes().stream().map(Scheme::name).toList() + " " + new TreeMap<>(request.shapes())
                + " " + request.force() + " " + request.speedCounts() + " " + OnnxSession.runtimeVersion();
        digest.update(options.getBytes(StandardCharsets.UTF_8));
        return Sha256.ofBytes(digest.digest()).hex();
    }

    /** The jar that this class comes from, or all files of its folder. */
    private static List<Path> code() throws IOException {
        String own =
                Objects.requireNonNull(Made.class.getResource("Made.class")).toString();
        if (own.startsWith("jar:")) {
            return List.of(Path.of(URI.create(own.substring("jar:".length(), own.indexOf("!/")))));
        }
        String inside = Made.class.getName().replace('.', '/') + ".class";
        Path folder = Path.of(URI.create(own.substring(0, own.length() - inside.length())));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(MessageDigest digest, @Nullable Path file) throws IOException {
        digest.update((byte) (file == null ? 0 : 1));
        if (file == null) {
            return;
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
