package io.pilotlight.serving.http;

/** Which of the error forms a path's callers understand. */
enum Protocol {
    OPEN_INFERENCE,
    OPENAI,
    GRPC,
    /** Everything else: problem details, RFC 9457. */
    PLAIN;

    static Protocol of(String path) {
        if (path.equals("/v2") || path.startsWith("/v2/")) {
            return OPEN_INFERENCE;
        }
        if (path.equals("/v1") || path.startsWith("/v1/")) {
            return OPENAI;
        }
        return path.startsWith("/inference.GRPCInferenceService/") ? GRPC : PLAIN;
    }
}
