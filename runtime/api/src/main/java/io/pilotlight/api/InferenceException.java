package io.pilotlight.api;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A request that failed: a code for machines, a message for people, translated to a protocol once, at the edge. */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String parameter;
    private final @Nullable Duration retryAfter;
    private final @Nullable Integer item;

    public InferenceException(ErrorCode code, String message) {
        this(code, message, null, null, null, null);
    }

    public InferenceException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, null, null, cause);
    }

    private InferenceException(
            ErrorCode code,
            String message,
            @Nullable String parameter,
            @Nullable Duration retryAfter,
            @Nullable Integer item,
            @Nullable Throwable cause) {
        // A refusal is an answer, not a fault: under a flood of bad requests nobody pays for a stack trace.
        super(message, cause, false, code.category() == ErrorCategory.INTERNAL);
        this.code = code;
        this.parameter = parameter;
        this.retryAfter = retryAfter;
        this.item = item;
    }

    /** A request that cannot be served as it is; {@code parameter} names the field, header or tensor at fault. */
    public static InferenceException invalid(String parameter, String message) {
        return new InferenceException(ErrorCode.INVALID_REQUEST, message, parameter, null, null, null);
    }

    /** A tensor that the signature does not allow. */
    public static InferenceException mismatch(String tensor, String message) {
        return new InferenceException(ErrorCode.TENSOR_MISMATCH, message, tensor, null, null, null);
    }

    /** A request of which one field, header or tensor holds more than is taken. */
    public static InferenceException tooLarge(String parameter, String message) {
        return new InferenceException(ErrorCode.REQUEST_TOO_LARGE, message, parameter, null, null, null);
    }

    /** A request that may be repeated after the given time. */
    public static InferenceException retryLater(ErrorCode code, String message, Duration retryAfter) {
        return new InferenceException(code, message, null, retryAfter, null, null);
    }

    /** The same, known to be the fault of one item: a protocol may have a name for it. */
    public InferenceException ofItem(int index) {
        return new InferenceException(code, getMessage(), parameter, retryAfter, index, this);
    }

    /** The same, of what a protocol calls by another name than the function. */
    public InferenceException renamed(String name) {
        String renamed = getMessage().replace("`" + parameter + "`", "`" + name + "`");
        return new InferenceException(code, renamed, name, retryAfter, item, this);
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

    /** The place of the item at fault among those of the request, where it is known. */
    public OptionalInt item() {
        return item == null ? OptionalInt.empty() : OptionalInt.of(item);
    }
}
