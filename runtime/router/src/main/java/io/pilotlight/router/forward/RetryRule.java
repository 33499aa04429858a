package io.pilotlight.router.forward;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.ErrorCode.WorkBegun;
import io.pilotlight.wire.http.ErrorReply;

import io.vertx.core.http.HttpClientResponse;

import java.util.Optional;

/**
 * Whether a request may be sent once more: if its work had not begun, or if the function's answers are always the same and nothing else
 * comes of asking twice.
 */
final class RetryRule {

    /** Of a request whose work may have begun. One that never reached anybody is sent as long as its deadline allows. */
    private static final int MOST_REPETITIONS = 3;

    private final boolean repeatable;
    private int repetitions;

    RetryRule(boolean repeatable) {
        this.repeatable = repeatable;
    }

    /** After the connection broke, when the request had been sent. */
    boolean mayRepeatLost() {
        return repeatable && repetitions++ < MOST_REPETITIONS;
    }

    /** After an endpoint refused, of its own accord and not for the request's sake. */
    boolean mayRepeat(HttpClientResponse response) {
        Optional<ErrorCode> code = code(response);
        boolean elsewhere = code.filter(RetryRule::isOfEndpoint).isPresent();
        return elsewhere && repetitions++ < MOST_REPETITIONS;
    }

    private static boolean isOfEndpoint(ErrorCode code) {
        return (code == ErrorCode.DRAINING || code == ErrorCode.MODEL_LOADING) && code.workBegun() == WorkBegun.NO;
    }

    /** What the endpoint's error is, if it is one of ours. */
    static Optional<ErrorCode> code(HttpClientResponse response) {
        String header = response.getHeader(ErrorReply.ERROR_CODE);
        if (header == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ErrorCode.valueOf(header));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
