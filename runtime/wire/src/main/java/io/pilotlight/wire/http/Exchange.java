package io.pilotlight.wire.http;

import io.pilotlight.api.Call;

import io.vertx.core.MultiMap;

import java.util.Map;

/**
 * One request, read whole.
 *
 * @param pathParameters by name, as the route's path names them
 * @param body empty where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
public record Exchange(String path, Map<String, String> pathParameters, MultiMap headers, byte[] body, Call call) {

    /** The media type without its parameters, in lower case; empty where the caller gave none. */
    public String mediaType() {
        return MediaType.of(headers.get("Content-Type"));
    }
}
