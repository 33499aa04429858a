package io.pilotlight.api;

import static io.pilotlight.api.ErrorCategory.CALLER;
import static io.pilotlight.api.ErrorCategory.EXTERNAL;
import static io.pilotlight.api.ErrorCategory.RESOURCES;

/**
 * Everything that can go wrong with a request. Few enough to label metrics with; the detail is in the message. Whether
 * work had begun decides whether repeating the request is safe.
 */
public enum ErrorCode {
    INVALID_REQUEST(CALLER, WorkBegun.NO),
    TENSOR_MISMATCH(CALLER, WorkBegun.NO),
    UNAUTHENTICATED(CALLER, WorkBegun.NO),
    FORBIDDEN(CALLER, WorkBegun.NO),
    /** Nothing of that name is served here: a model, a function, a path. */
    UNKNOWN_MODEL(CALLER, WorkBegun.NO),
    METHOD_NOT_ALLOWED(CALLER, WorkBegun.NO),
    /** The same event or idempotency key is being worked on. */
    IN_PROGRESS(CALLER, WorkBegun.YES),
    REQUEST_TOO_LARGE(CALLER, WorkBegun.NO),
    /** The sender was too slow with its request. */
    REQUEST_TIMEOUT(CALLER, WorkBegun.NO),
    UNSUPPORTED_MEDIA_TYPE(CALLER, WorkBegun.NO),
    QUEUE_FULL(RESOURCES, WorkBegun.NO),
    MODEL_LOADING(RESOURCES, WorkBegun.NO),
    NO_ENDPOINT(RESOURCES, WorkBegun.NO),
    DRAINING(RESOURCES, WorkBegun.NO),
    /** The caller would have only a kept answer, and there is none. */
    NOT_CACHED(CALLER, WorkBegun.NO),
    DEADLINE_EXPIRED_IN_QUEUE(RESOURCES, WorkBegun.NO),
    DEADLINE_EXCEEDED(RESOURCES, WorkBegun.YES),
    OUT_OF_DEVICE_MEMORY(RESOURCES, WorkBegun.YES),
    UPSTREAM_FAILED(EXTERNAL, WorkBegun.MAYBE),
    INTERNAL(ErrorCategory.INTERNAL, WorkBegun.MAYBE);

    /** Whether any of the request's work had begun when it failed. */
    public enum WorkBegun {
        NO,
        YES,
        MAYBE
    }

    private final ErrorCategory category;
    private final WorkBegun workBegun;

    ErrorCode(ErrorCategory category, WorkBegun workBegun) {
        this.category = category;
        this.workBegun = workBegun;
    }

    public ErrorCategory category() {
        return category;
    }

    public WorkBegun workBegun() {
        return workBegun;
    }
}
