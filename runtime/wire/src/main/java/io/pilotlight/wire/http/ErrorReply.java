package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCategory;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.Json;
import io.pilotlight.wire.json.JsonErrors;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An error as the caller's protocol has it: {@code {"error": string}} under {@code /v2}, OpenAI's error object under
 * {@code /v1}, problem details (RFC 9457) elsewhere; a status to gRPC's callers, whatever they ask for.
 */
public final class ErrorReply {

    /** The code, whatever the form: whoever stands in between learns from it whether work had begun. */
    public static final String ERROR_CODE = "Pilotlight-Error-Code";

    private ErrorReply() {}

    /** The reply to that request. */
    static Reply to(HttpServerRequest request, InferenceException error) {
        return GrpcStatus.isCall(request)
                ? GrpcStatus.failed(error).with(ERROR_CODE, error.code().name())
                : of(Objects.requireNonNullElse(request.path(), ""), error);
    }

    /** The reply to a request whose path knows other methods only. */
    static Reply ofMethod(HttpServerRequest request, String allowed) {
        InferenceException refusal = new InferenceException(
                ErrorCode.METHOD_NOT_ALLOWED, "method: expected " + allowed + ", got " + request.method());
        return to(request, refusal).with("Allow", allowed);
    }

    /** The reply to a request on that path. */
    public static Reply of(String path, InferenceException error) {
        int status = HttpStatus.of(error.code());
        Reply reply =
                switch (Protocol.of(path)) {
                    case OPEN_INFERENCE -> json(status, MediaType.JSON, Map.of("error", error.getMessage()));
                    case OPENAI -> json(status, MediaType.JSON, Map.of("error", openai(error)));
                    case PLAIN -> json(status, "application/problem+json", problem(error));
                };
        Reply coded = challenged(reply.with(ERROR_CODE, error.code().name()), error.code());
        return error.retryAfter()
                .map(after -> coded.with("Retry-After", String.valueOf(wholeSeconds(after))))
                .orElse(coded);
    }

    /** Whoever is refused for want of a credential has to be told of which kind (RFC 9110, section 11.6.1). */
    private static Reply challenged(Reply reply, ErrorCode code) {
        return code == ErrorCode.UNAUTHENTICATED ? reply.with("WWW-Authenticate", "Bearer") : reply;
    }

    /** Problem details, for errors inside other documents as well. */
    public static Map<String, Object> problem(InferenceException error) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:pilotlight:error:" + dashed(error.code()));
        problem.put("title", title(error.code()));
        problem.put("status", HttpStatus.of(error.code()));
        problem.put("detail", error.getMessage());
        problem.put("code", error.code().name());
        error.parameter().ifPresent(parameter -> problem.put("parameter", parameter));
        return problem;
    }

    private static Map<String, @Nullable Object> openai(InferenceException error) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("message", error.getMessage());
        object.put("type", error.code().category() == ErrorCategory.CALLER ? "invalid_request_error" : "server_error");
        object.put("param", error.parameter().orElse(null));
        object.put(
                "code",
                error.code() == ErrorCode.UNKNOWN_MODEL
                        ? "model_not_found"
                        : error.code().name().toLowerCase(Locale.ROOT));
        return object;
    }

    private static String dashed(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String title(ErrorCode code) {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }

    /** A caller's own text in a message. */
    static String quoted(String text) {
        return "\"" + JsonErrors.abbreviate(text) + "\"";
    }

    private static Reply json(int status, String contentType, Map<String, ?> document) {
        return new Reply(status, contentType, Buffer.buffer(Json.bytes(document)), List.of());
    }
}
