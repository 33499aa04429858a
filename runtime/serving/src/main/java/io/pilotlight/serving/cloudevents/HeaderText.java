package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.JsonErrors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An attribute's text in its header: perhaps quoted, as older versions of the specification wrote it, and percent-encoded
 * (CloudEvents HTTP Protocol Binding 1.0.2, section 3.1.3.2).
 */
final class HeaderText {

    private HeaderText() {}

    /**
     * The text of a header's value.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the header
     */
    static String decoded(String header, String value) {
        String text = unquoted(value);
        if (text.indexOf('%') < 0) {
            return text;
        }
        try {
            // Strictly: two identities must not become one by way of the replacement character.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(text)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw InferenceException.invalid(
                    header,
                    "header " + header + ": expected percent-encoding of UTF-8, got \"" + JsonErrors.abbreviate(value)
                            + "\"");
        }
    }

    /** Without the quotes around it and the backslash before each character that was escaped. */
    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', from)) {
            bytes.writeBytes(text.substring(from, percent).getBytes(StandardCharsets.UTF_8));
            from = percent + 3;
            if (from > text.length()) {
                throw new IllegalArgumentException("expected two digits after the percent sign");
            }
            bytes.write(HexFormat.fromHexDigits(text, percent + 1, from));
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
