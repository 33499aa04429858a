package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.JsonErrors;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Media types, as far as requests are told apart by them. */
public final class MediaType {

    public static final String JSON = "application/json";

    private MediaType() {}

    /** The type and subtype of a Content-Type header, in lower case; empty without one. */
    public static String of(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    public static boolean isJson(String mediaType) {
        return mediaType.equals(JSON) || (mediaType.startsWith("application/") && mediaType.endsWith("+json"));
    }

    /** Refuses a body that says it is not JSON. One that says nothing is taken at its content: many clients say nothing. */
    public static void requireJson(Exchange exchange) {
        String mediaType = exchange.mediaType();
        if (!mediaType.isEmpty() && !isJson(mediaType)) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "header Content-Type: expected application/json, got \"" + JsonErrors.abbreviate(mediaType) + "\"");
        }
    }
}
