package io.pilotlight.wire.json;

import io.pilotlight.api.InferenceException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8 (RFC 3629). JSON parsers let overlong forms and encoded surrogates through, and read another text out of them
 * than whoever looked at the bytes before.
 */
final class Utf8 {

    private static final int CHUNK_CHARS = 8 * 1024;

    private Utf8() {}

    /**
     * Refuses bytes that are not UTF-8.
     *
     * @param length of those with which the body begins
     * @throws InferenceException {@code INVALID_REQUEST}, naming the first wrong byte
     */
    static void require(byte[] body, int length) {
        int ascii = asciiPrefix(body, length);
        if (ascii == length) {
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(body, ascii, length - ascii);
        CharBuffer chunk = CharBuffer.allocate(Math.min(CHUNK_CHARS, length - ascii + 1));
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result;
        do {
            chunk.clear();
            result = decoder.decode(rest, chunk, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw InferenceException.invalid(
                    "body", "body: expected UTF-8, got an invalid sequence at byte " + rest.position());
        }
    }

    private static int asciiPrefix(byte[] body, int length) {
        int end = 0;
        while (end < length && body[end] >= 0) {
            end++;
        }
        return end;
    }
}
