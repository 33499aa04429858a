package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.telemetry.RequestMetrics;

import io.opentelemetry.context.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * One call of gRPC whose requests and answers are streams of messages. They are answered one after another: while one is being
 * answered no more is read, so a caller who sends faster than the model computes is held back by HTTP/2's flow control, and
 * what is held is bounded. The stream counts as a request in the house only while there is something to answer.
 *
 * <p>Its fields belong to the event loop.
 */
final class MessageStream {

    private final RoutingContext context;
    private final String route;
    private final Bounds bounds;
    private final MessageEndpoint endpoint;
    private final Admission admission;
    private final CallReader calls;
    private final RequestMetrics metrics;
    private final ReplyWriter replies;
    private final EndpointThreads threads;
    private final Context trace = Context.current();
    private final long startNanos = System.nanoTime();
    private Buffer held = Buffer.buffer();
    private Admission.@Nullable Place place;
    private boolean ended;
    private boolean closed;
    private @Nullable Thread answering;
    private @Nullable Long timer;

    /**
     * What a message may be.
     *
     * @param prefixBytes before each message, the last four of them its length
     * @param timeoutMillis from a message's first byte to its last
     */
    record Bounds(int prefixBytes, long maxMessageBytes, long timeoutMillis) {}

    MessageStream(
            RoutingContext context,
            String route,
            Bounds bounds,
            MessageEndpoint endpoint,
            Admission admission,
            CallReader calls,
            RequestMetrics metrics,
            ReplyWriter replies,
            EndpointThreads threads) {
        this.context = context;
        this.route = route;
        this.bounds = bounds;
        this.endpoint = endpoint;
        this.admission = admission;
        this.calls = calls;
        this.metrics = metrics;
        this.replies = replies;
        this.threads = threads;
    }

    void start() {
        HttpServerRequest request = context.request();
        response().setChunked(true).putHeader("Content-Type", GrpcStatus.MEDIA_TYPE);
        response().closeHandler(gone -> close());
        request.exceptionHandler(gone -> close());
        request.handler(this::part);
        request.endHandler(end -> {
            ended = true;
            next();
        });
    }

    private HttpServerResponse response() {
        return context.response();
    }

    private void part(Buffer part) {
        if (closed) {
            return;
        }
        try {
            place().claim(part.length());
            held.appendBuffer(part);
            next();
        } catch (InferenceException e) {
            fail(e);
        }
    }

    /** Answers the next message if it is there, or ends with the caller. */
    private void next() {
        if (closed || answering != null) {
            return;
        }
        try {
            long needed = held.length() < bounds.prefixBytes()
                    ? bounds.prefixBytes()
                    : bounds.prefixBytes() + messageLength();
            if (held.length() >= needed) {
                stopTimer();
                answer((int) needed);
            } else if (ended) {
                end();
            } else if (held.length() > 0 && timer == null) {
                timer = context.vertx().setTimer(bounds.timeoutMillis(), id -> fail(tooSlow()));
            }
        } catch (InferenceException e) {
            fail(e);
        }
    }

    /** Of a caller who stops in the middle of a message, and would keep its place in the house. */
    private InferenceException tooSlow() {
        return new InferenceException(
                ErrorCode.REQUEST_TIMEOUT,
                "message: expected within " + bounds.timeoutMillis() + " ms, got " + held.length() + " bytes of it");
    }

    private void stopTimer() {
        Long running = timer;
        if (running != null) {
            context.vertx().cancelTimer(running);
            timer = null;
        }
    }

    private long messageLength() {
        long length = held.getUnsignedInt(bounds.prefixBytes() - Integer.BYTES);
        if (length > bounds.maxMessageBytes()) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "message: expected at most " + bounds.maxMessageBytes() + " bytes, got " + length);
        }
        return length;
    }

    private void answer(int length) {
        Call call = calls.read(context.request().headers(), System.nanoTime());
        byte[] message = held.getBytes(0, length);
        held = held.getBuffer(length, held.length());
        Exchange exchange = new Exchange(route, Map.of(), context.request().headers(), message, call);
        context.request().pause();
        Thread thread = threads.answering(
                context.vertx(),
                route,
                trace,
                () -> endpoint.answer(exchange),
                failure -> endpoint.failure(exchange, failure),
                answer -> send(length, answer));
        answering = thread;
        thread.start();
    }

    /** It is being answered until the caller has taken the answer: whoever takes none gets no second one. */
    private void send(int length, Buffer answer) {
        release(length);
        if (closed) {
            leave();
        } else {
            try {
                place().claim(answer.length());
                replies.inTime(context, response().write(answer)).onComplete(written -> sent(answer.length()));
            } catch (InferenceException e) {
                fail(e);
            }
        }
    }

    private void sent(int length) {
        answering = null;
        release(length);
        if (closed) {
            leave();
        } else {
            if (held.length() == 0) {
                leave();
            }
            context.request().resume();
            next();
        }
    }

    private void end() {
        if (held.length() > 0) {
            fail(InferenceException.invalid(
                    "body", "message: expected all of it, got an end after " + held.length() + " bytes"));
            return;
        }
        finish(GrpcStatus.ok(Buffer.buffer()).trailers());
    }

    private void fail(InferenceException error) {
        finish(GrpcStatus.failed(error).trailers());
    }

    private void finish(Iterable<Map.Entry<String, String>> trailers) {
        closed = true;
        stopTimer();
        trailers.forEach(trailer -> response().putTrailer(trailer.getKey(), trailer.getValue()));
        metrics.record(route, 200, startNanos);
        replies.discardRest(context);
        replies.inTime(context, response().end());
        leave();
    }

    /** The caller is gone. */
    private void close() {
        closed = true;
        stopTimer();
        Thread thread = answering;
        if (thread != null) {
            thread.interrupt(); // and it leaves when it is back
        } else {
            leave();
        }
    }

    /** The one it has, or a new one. */
    private Admission.Place place() {
        if (place == null) {
            place = admission.enter();
        }
        return place;
    }

    private void release(long bytes) {
        if (place != null) {
            place.release(bytes);
        }
    }

    private void leave() {
        if (place != null) {
            place.leave();
            place = null;
            held = Buffer.buffer();
        }
    }
}
