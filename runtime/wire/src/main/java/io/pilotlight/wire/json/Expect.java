package io.pilotlight.wire.json;

import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** What must stand at a place of a document that is read as it streams past, and the error where it does not. */
public final class Expect {

    private Expect() {}

    /**
     * That the parser stands at such a token.
     *
     * @throws InferenceException {@code INVALID_REQUEST}, naming the place
     */
    public static void token(@Nullable JsonToken actual, JsonToken expected, String where, String words) {
        if (actual != expected) {
            throw InferenceException.invalid(where, where + ": expected " + words + ", got " + Tokens.name(actual));
        }
    }

    /** The string at which the parser stands. */
    public static String text(JsonParser json, String where) throws IOException {
        token(json.currentToken(), JsonToken.VALUE_STRING, where, "a string");
        return json.getText();
    }

    /** The value, if the document held it. */
    public static <T> T present(@Nullable T value, String where, String expected) {
        if (value == null) {
            throw InferenceException.invalid(where, where + ": expected " + expected + ", it is missing");
        }
        return value;
    }
}
