package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The one table from error codes to gRPC's, and how a call ends: with a status in the trailers (<a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>).
 */
public final class GrpcStatus {

    public static final String MEDIA_TYPE = "application/grpc";

    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final HexFormat PERCENT = HexFormat.of().withUpperCase();

    private GrpcStatus() {}

    /** Whether somebody expects an answer of gRPC. */
    public static boolean isCall(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && MediaType.of(request.getHeader("Content-Type")).startsWith(MEDIA_TYPE);
    }

    static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, TENSOR_MISMATCH, UNSUPPORTED_MEDIA_TYPE -> 3; // INVALID_ARGUMENT
            case REQUEST_TIMEOUT, DEADLINE_EXPIRED_IN_QUEUE, DEADLINE_EXCEEDED -> 4; // DEADLINE_EXCEEDED
            case UNKNOWN_MODEL -> 5; // NOT_FOUND
            case FORBIDDEN -> 7; // PERMISSION_DENIED
            case REQUEST_TOO_LARGE, QUEUE_FULL, OUT_OF_DEVICE_MEMORY -> 8; // RESOURCE_EXHAUSTED
            case NOT_CACHED -> 9; // FAILED_PRECONDITION
            case IN_PROGRESS -> 10; // ABORTED
            case METHOD_NOT_ALLOWED -> 12; // UNIMPLEMENTED
            case INTERNAL -> 13;
            case MODEL_LOADING, NO_ENDPOINT, DRAINING, UPSTREAM_FAILED -> 14; // UNAVAILABLE
            case UNAUTHENTICATED -> 16;
        };
    }

    /** The answer to a call that worked. */
    public static Reply ok(Buffer message) {
        return new Reply(200, MEDIA_TYPE, message, List.of(), List.of(Map.entry(STATUS, "0")));
    }

    static Reply failed(InferenceException error) {
        return new Reply(
                200,
                MEDIA_TYPE,
                Buffer.buffer(),
                List.of(),
                List.of(
                        Map.entry(STATUS, String.valueOf(of(error.code()))),
                        Map.entry(MESSAGE, percentEncoded(String.valueOf(error.getMessage())))));
    }

    /** Headers hold printable ASCII. */
    private static String percentEncoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(PERCENT.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
