package io.pilotlight.quantize;

import io.pilotlight.api.Sha256;
import io.pilotlight.engine.session.OnnxSession;
import io.pilotlight.quantize.graph.QuantizeException;
import io.pilotlight.quantize.scheme.Scheme;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
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

    private static List<Path> code() throws IOException {
        try {
            Path place = Path.of(
                    Objects.requireNonNull(Made.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI());
            try (Stream<Path> files = Files.walk(place)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of a class is a URI", e);
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
