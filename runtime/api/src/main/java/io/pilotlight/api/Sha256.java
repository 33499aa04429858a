package io.pilotlight.api;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4): of a model file, of everything that an answer depends on, of a cache key.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {

    private static final int DIGITS = 64;

    public Sha256 {
        if (!isForm(hex)) {
            throw new IllegalArgumentException(
                    "digest: expected 64 lower-case hexadecimal digits, got \"" + hex + "\"");
        }
    }

    private static boolean isForm(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char digit = hex.charAt(i);
            if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
                return false;
            }
        }
        return hex.length() == DIGITS;
    }

    /** A new computation, for bytes that come one after another. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    public static Sha256 ofBytes(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** Reads the form {@code sha256:<hex>}. */
    public static Sha256 parse(String text) {
        if (!text.startsWith("sha256:")) {
            throw new IllegalArgumentException("digest: expected sha256:<64 hexadecimal digits>, got \"" + text + "\"");
        }
        return new Sha256(text.substring("sha256:".length()));
    }

    @Override
    public String toString() {
        return "sha256:" + hex;
    }
}
