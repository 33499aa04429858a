package io.pilotlight.wire.http;

/** Which of the error forms a path's callers understand; gRPC's callers are known by other signs. */
enum Protocol {
    OPEN_INFERENCE,
    OPENAI,
    /** Everything else: problem details, RFC 9457. */
    PLAIN;

    static Protocol of(String path) {
        if (path.equals("/v2") || path.startsWith("/v2/")) {
            return OPEN_INFERENCE;
        }
        return path.equals("/v1") || path.startsWith("/v1/") ? OPENAI : PLAIN;
    }
}
