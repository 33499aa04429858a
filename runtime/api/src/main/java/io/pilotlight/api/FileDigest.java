package io.pilotlight.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a file's content must be: the digest of the whole, by which the world knows it, and those of its pieces, by which it
 * is verified on all cores at once. A native executable digests 300 MB a second on a core: in one go that would be the
 * longest part of a cold start.
 *
 * @param pieces of {@value #PIECE_BYTES} bytes each, the last one shorter; one for an empty file
 */
public record FileDigest(Sha256 whole, List<Sha256> pieces) {

    public static final int PIECE_BYTES = 2 * 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    public FileDigest {
        pieces = List.copyOf(pieces);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("file digest: expected at least one piece, got none");
        }
    }

    /** Digests a file. */
    public static FileDigest of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new FileDigest(range(channel, 0, channel.size()), pieces(channel));
        }
    }

    /** The digest of a file by which the world knows it. */
    public static Sha256 whole(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return range(channel, 0, channel.size());
        }
    }

    /** Whether a file's content is this, to the byte. */
    public boolean matches(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return pieceCount(channel.size()) == pieces.size()
                    && pieces(channel).equals(pieces);
        }
    }

    private static List<Sha256> pieces(FileChannel channel) throws IOException {
        try {
            return IntStream.range(0, pieceCount(channel.size()))
                    .parallel()
                    .mapToObj(piece -> piece(channel, piece))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static int pieceCount(long size) {
        return Math.max(1, Math.toIntExact((size + PIECE_BYTES - 1) / PIECE_BYTES));
    }

    private static Sha256 piece(FileChannel channel, int piece) {
        try {
            return range(channel, (long) piece * PIECE_BYTES, PIECE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of at most that many bytes from there. */
    private static Sha256 range(FileChannel channel, long start, long length) throws IOException {
        MessageDigest digest = Sha256.algorithm();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = start;
        while (position < start + length) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, start + length - position));
            int read = channel.read(buffer, position);
            if (read < 0) {
                break;
            }
            digest.update(buffer.flip());
            position += read;
        }
        return Sha256.ofBytes(digest.digest());
    }
}
