package io.pilotlight.engine.model;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The files beside a model in which it keeps weights: an answer depends on them as on the model itself. Found without reading the
 * graph, by the bytes with which each place begins ({@code TensorProto.external_data}, an entry of the key {@code location}; see
 * <a href="https://github.com/onnx/onnx/blob/main/docs/ExternalData.md">ONNX's external data</a>). What looks like a place and is none names
 * no file.
 */
public final class ExternalData {

    /** Field 1, a text of eight bytes: {@code location}; then field 2, another text. */
    private static final byte[] PLACE = "\n\blocation\u0012".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_NAME = 4_096;

    private ExternalData() {}

    /** Those that are there, in the order of their names. */
    public static List<Path> of(Path model) throws IOException {
        Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
        TreeSet<Path> files = new TreeSet<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(model), 1 << 16)) {
            while (skipPast(in)) {
                in.mark(LONGEST_NAME + Short.BYTES);
                try {
                    Path file = folder.resolve(name(in)).normalize();
                    if (file.startsWith(folder) && Files.isRegularFile(file)) {
                        files.add(file);
                    }
                } catch (InvalidPathException notAName) {
                    // bytes that only looked like a place
                }
                in.reset();
            }
        }
        return List.copyOf(files);
    }

    /**
     * What the answers of a model depend on: its file alone, or that and its weights.
     *
     * @param file the digest of its file
     */
    public static Sha256 content(Path model, Sha256 file) throws IOException {
        List<Path> weights = of(model);
        if (weights.isEmpty()) {
            return file;
        }
        MessageDigest all = Sha256.algorithm();
        all.update(file.toString().getBytes(StandardCharsets.UTF_8));
        for (Path beside : weights) {
            all.update(
                    (FileDigest.whole(beside) + "  " + beside.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.ofBytes(all.digest());
    }

    /** Whether there is another place; then the stream is behind its beginning. */
    private static boolean skipPast(InputStream in) throws IOException {
        int matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == PLACE[matched]) {
                matched++;
            } else {
                matched = next == PLACE[0] ? 1 : 0; // the first byte is nowhere else in it
            }
            if (matched == PLACE.length) {
                return true;
            }
        }
        return false;
    }

    private static String name(InputStream in) throws IOException {
        int length = in.read();
        if (length >= 0x80) {
            length = (length & 0x7f) | (in.read() << 7); // a varint of two bytes, the most that a name needs
        }
        return new String(in.readNBytes(Math.clamp(length, 0, LONGEST_NAME)), StandardCharsets.UTF_8);
    }
}
