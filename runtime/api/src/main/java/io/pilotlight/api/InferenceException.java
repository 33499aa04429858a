package io.pilotlight.api;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/** A request that failed: a code for machines, a message for people, translated to a protocol once, at the edge. */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String parameter;
    private final @Nullable Duration retryAfter;

    public InferenceException(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    public InferenceException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, null, cause);
    }

    private InferenceException(
            ErrorCode code,
            String message,
            @Nullable String parameter,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        // A refusal is an answer, not a fault: under a flood of bad requests nobody pays for a stack trace.
        super(message, cause, false, code.category() == ErrorCategory.INTERNAL);
        this.code = code;
        this.parameter = parameter;
        this.retryAfter = retryAfter;
    }

    /** A request that cannot be served as it is; {@code parameter} names the field, header or tensor at fault. */
    public static InferenceException invalid(String parameter, String message) {
        return new InferenceException(ErrorCode.INVALID_REQUEST, message, parameter, null, null);
    }

    /** A tensor that the signature does not allow. */
    public static InferenceException mismatch(String tensor, String message) {
        return new InferenceException(ErrorCode.TENSOR_MISMATCH, message, tensor, null, null);
    }

    /** A request that may be repeated after the given time. */
    public static InferenceException retryLater(ErrorCode code, String message, Duration retryAfter) {
        return new InferenceException(code, message, null, retryAfter, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** The message, which is never missing. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.name() : message;
    }

    /** The name of what was wrong in the request, where one thing was. */
    public Optional<String> parameter() {
        return Optional.ofNullable(parameter);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
