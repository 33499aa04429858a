package io.pilotlight.serving.openinference.rest;

import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.http.Digits;
import io.pilotlight.wire.http.Exchange;
import io.pilotlight.wire.json.JsonErrors;

import java.util.OptionalInt;

/** The header by which a request or answer says how many of its bytes are JSON, before its binary data. */
final class BinaryHeader {

    static final String NAME = "Inference-Header-Content-Length";

    /** What a body with binary data is. */
    static final String MEDIA_TYPE = "application/octet-stream";

    private BinaryHeader() {}

    /**
     * The bytes of JSON; empty where the request is JSON alone.
     *
     * @throws InferenceException {@code INVALID_REQUEST} if they are no number, or more than there are
     */
    static OptionalInt jsonLength(Exchange exchange) {
        String value = exchange.headers().get(NAME);
        if (value == null) {
            return OptionalInt.empty();
        }
        int bodyLength = exchange.body().length;
        long length = Digits.parse(value, 10).orElseThrow(() -> invalid("a number of bytes", value));
        if (length > bodyLength) {
            throw invalid("at most the body's " + bodyLength + " bytes", value);
        }
        return OptionalInt.of((int) length);
    }

    private static InferenceException invalid(String expected, String actual) {
        return InferenceException.invalid(
                NAME, "header " + NAME + ": expected " + expected + ", got \"" + JsonErrors.abbreviate(actual) + "\"");
    }
}
