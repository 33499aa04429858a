package io.pilotlight.tests.benchmark.openloop;

import io.pilotlight.api.ErrorCategory;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

/** What became of a request. */
sealed interface Outcome {

    /** Answered before its deadline. */
    record InTime() implements Outcome {}

    /** Answered, when nobody wanted the answer any more. */
    record Late() implements Outcome {}

    /** Accepted, and given up at its deadline. */
    record Missed(ErrorCode code) implements Outcome {}

    /** Told that there is no room for it now. */
    record Refused(ErrorCode code) implements Outcome {}

    /** Gone wrong in a way that no load explains. */
    record Failed(String message) implements Outcome {}

    static Outcome of(InferenceException exception) {
        ErrorCode code = exception.code();
        if (code == ErrorCode.DEADLINE_EXCEEDED || code == ErrorCode.DEADLINE_EXPIRED_IN_QUEUE) {
            return new Missed(code);
        }
        return isRefusal(code) ? new Refused(code) : new Failed("%s: %s".formatted(code, exception.getMessage()));
    }

    /** Whether it is for want of resources and nothing has been done: the caller may ask elsewhere, or later. */
    private static boolean isRefusal(ErrorCode code) {
        return code.category() == ErrorCategory.RESOURCES && code.workBegun() == ErrorCode.WorkBegun.NO;
    }
}
