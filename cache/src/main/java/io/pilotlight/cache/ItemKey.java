package io.pilotlight.cache;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Under what the answer to one item is kept: the SHA-256 (FIPS 180-4) of all that it depends on, as {@link KeyDigest} writes it.
 * In four longs, because millions of them may be in memory.
 */
public record ItemKey(long first, long second, long third, long fourth) {

    public static final int BYTES = 32;

    /** The key of that digest, of {@link #BYTES} bytes. */
    static ItemKey of(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("key: expected " + BYTES + " bytes, got " + digest.length);
        }
        ByteBuffer longs = ByteBuffer.wrap(digest);
        return new ItemKey(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
    }

    /** The digest, big-endian. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
