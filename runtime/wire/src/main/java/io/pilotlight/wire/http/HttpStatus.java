package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;

/** The one table from error codes to HTTP. */
final class HttpStatus {

    private HttpStatus() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, TENSOR_MISMATCH -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN_MODEL -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case REQUEST_TIMEOUT -> 408;
            case IN_PROGRESS -> 409;
            case REQUEST_TOO_LARGE -> 413;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case QUEUE_FULL -> 429;
            case INTERNAL -> 500;
            case UPSTREAM_FAILED -> 502;
            case MODEL_LOADING, NO_ENDPOINT, DRAINING, OUT_OF_DEVICE_MEMORY -> 503;
            case NOT_CACHED, DEADLINE_EXPIRED_IN_QUEUE, DEADLINE_EXCEEDED -> 504;
        };
    }
}
