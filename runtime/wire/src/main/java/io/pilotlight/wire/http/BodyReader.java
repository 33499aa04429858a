package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one request's body on its event loop, no more of it than is allowed and no longer. It ends in exactly one of
 * three ways: the body is there, it is refused, or the caller is gone.
 */
final class BodyReader {

    /** What becomes of a body. */
    interface Outcome {
        void read(byte[] body);

        void refused(InferenceException reason);

        void gone();
    }

    /** Parts are joined up to this size: one that holds a single byte takes more than a hundred. */
    private static final int JOINED_BYTES = 8 * 1024;

    private final HttpServerRequest request;
    private final long maxBytes;
    private final Consumer<Long> claim;
    private final Outcome outcome;
    private final List<Buffer> parts = new ArrayList<>();
    private int length;
    private boolean ended;

    private BodyReader(HttpServerRequest request, long maxBytes, Consumer<Long> claim, Outcome outcome) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.claim = claim;
        this.outcome = outcome;
    }

    /**
     * Starts to read.
     *
     * @param claim called with the size of each part before it is kept; it may throw
     */
    static void read(
            HttpServerRequest request,
            Vertx vertx,
            long maxBytes,
            long timeoutMillis,
            Consumer<Long> claim,
            Outcome outcome) {
        new BodyReader(request, maxBytes, claim, outcome).start(vertx, timeoutMillis);
    }

    private void start(Vertx vertx, long timeoutMillis) {
        try {
            checkHeaders();
        } catch (InferenceException e) {
            refuse(e);
            return;
        }
        long timer = vertx.setTimer(
                timeoutMillis,
                id -> refuse(new InferenceException(
                        ErrorCode.REQUEST_TIMEOUT,
                        "body: expected within " + timeoutMillis + " ms, got " + length + " bytes of it")));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.handler(this::part);
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (end()) {
                outcome.read(whole());
            }
        });
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            if (end()) {
                outcome.gone();
            }
        });
    }

    private void checkHeaders() {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new InferenceException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "header Content-Encoding: expected none, got \"" + encoding + "\"");
        }
        String length = request.getHeader("Content-Length");
        if (length != null && contentLength(length) > maxBytes) {
            throw tooLarge(length + " bytes");
        }
    }

    /** Digits, as the HTTP decoder has checked; more of them than a long holds are too large all the same. */
    private static long contentLength(String length) {
        return length.strip().length() > 18 ? Long.MAX_VALUE : Long.parseLong(length.strip());
    }

    private InferenceException tooLarge(String given) {
        return new InferenceException(
                ErrorCode.REQUEST_TOO_LARGE, "body: expected at most " + maxBytes + " bytes, got " + given);
    }

    private void part(Buffer part) {
        if (ended) {
            return;
        }
        try {
            if (length + (long) part.length() > maxBytes) {
                throw tooLarge("more");
            }
            claim.accept((long) part.length());
            keep(part);
            length += part.length();
        } catch (InferenceException e) {
            refuse(e);
        }
    }

    private void keep(Buffer part) {
        if (!parts.isEmpty() && parts.getLast().length() + part.length() <= JOINED_BYTES) {
            parts.getLast().appendBuffer(part);
        } else {
            parts.add(part);
        }
    }

    /** Copied once: a buffer that grows would hold the body three times over while it does. */
    private byte[] whole() {
        byte[] body = new byte[length];
        int position = 0;
        for (Buffer part : parts) {
            part.getBytes(body, position);
            position += part.length();
        }
        parts.clear();
        return body;
    }

    private void refuse(InferenceException reason) {
        if (end()) {
            parts.clear();
            outcome.refused(reason);
        }
    }

    private boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
