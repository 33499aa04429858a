package io.pilotlight.engine.model;

import io.pilotlight.api.FileDigest;
import io.pilotlight.api.Sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The files beside a model in which it keeps weights: an answer depends on them as on the model itself. Found without reading the
 * graph, by the bytes with which each place begins ({@code TensorProto.external_data}, an entry of the key {@code location}; see
 * <a href="https://github.com/onnx/onnx/blob/main/docs/ExternalData.md">ONNX's external data</a>). What looks like a place and is none names
 * no file.
 */
public final class ExternalData {

    /** Field 1, a text of eight bytes: {@code location}; then field 2, another text. */
    private static final ByteBuffer PLACE = ByteBuffer.wrap("\n\blocation\u0012".getBytes(StandardCharsets.US_ASCII))
            .asReadOnlyBuffer();

    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_PLACE = PLACE.remaining() + Short.BYTES + LONGEST_NAME;

    /** Bytes looked at in one go. */
    private static final int STEP = 1 << 16;

    private ExternalData() {}

    /** Those that are there, in the order of their names. */
    public static List<Path> of(Path model) throws IOException {
        Path folder = Objects.requireNonNull(model.toAbsolutePath().normalize().getParent());
        TreeSet<Path> files = new TreeSet<>();
        ByteBuffer window = ByteBuffer.allocate(STEP + LONGEST_PLACE);
        try (FileChannel graph = FileChannel.open(model, StandardOpenOption.READ)) {
            for (long start = 0; start < graph.size(); start += STEP) {
                fill(window.clear(), graph, start);
                for (int at = 0; at < Math.min(STEP, window.limit()); at++) {
                    if (window.get(at) == PLACE.get(0)) {
                        name(window, at).flatMap(name -> existing(folder, name)).ifPresent(files::add);
                    }
                }
            }
        }
        return List.copyOf(files);
    }

    private static void fill(ByteBuffer window, FileChannel graph, long start) throws IOException {
        int read = 0;
        while (window.hasRemaining() && read >= 0) {
            read = graph.read(window, start + window.position());
        }
        window.flip();
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

    /** The name of the place that begins there, if one does. */
    private static Optional<String> name(ByteBuffer window, int at) {
        ByteBuffer rest = window.slice(at, window.limit() - at);
        if (rest.remaining() < PLACE.remaining() + Short.BYTES
                || !rest.slice(0, PLACE.remaining()).equals(PLACE)) {
            return Optional.empty();
        }
        rest.position(PLACE.remaining());
        int length = Byte.toUnsignedInt(rest.get());
        if (length >= 0x80) {
            length = (length & 0x7f)
                    | (Byte.toUnsignedInt(rest.get()) << 7); // a varint of two bytes, the most that a name needs
        }
        if (length > Math.min(LONGEST_NAME, rest.remaining())) {
            return Optional.empty();
        }
        return Optional.of(StandardCharsets.UTF_8
                .decode(rest.slice(rest.position(), length))
                .toString());
    }

    private static Optional<Path> existing(Path folder, String name) {
        try {
            return Optional.of(folder.resolve(name).normalize())
                    .filter(file -> file.startsWith(folder) && Files.isRegularFile(file));
        } catch (InvalidPathException notAName) {
            return Optional.empty(); // bytes that only looked like a place
        }
    }
}
