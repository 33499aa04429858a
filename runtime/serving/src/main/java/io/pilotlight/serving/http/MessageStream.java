package io.pilotlight.serving.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.serving.telemetry.RequestMetrics;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadFactory;

/**
 * One call of gRPC whose requests and answers are streams of messages. They are answered one after another: while one is being
 * answered no more is read, so a caller who sends faster than the model computes is held back by HTTP/2's flow control, and
 * what is held is bounded. The stream counts as a request in the house only while there is something to answer.
 *
 * <p>Its fields belong to the event loop.
 */
final class MessageStream {

    private static final Logger LOG = Logger.getLogger(MessageStream.class);

    private final RoutingContext context;
    private final String route;
    private final int prefixBytes;
    private final long maxMessageBytes;
    private final MessageEndpoint endpoint;
    private final Admission admission;
    private final CallReader calls;
    private final RequestMetrics metrics;
    private final ThreadFactory threads;
    private final long startNanos = System.nanoTime();
    private Buffer held = Buffer.buffer();
    private long claimedBytes;
    private boolean admitted;
    private boolean ended;
    private boolean closed;
    private @Nullable Thread answering;

    MessageStream(
            RoutingContext context,
            String route,
            int prefixBytes,
            long maxMessageBytes,
            MessageEndpoint endpoint,
            Admission admission,
            CallReader calls,
            RequestMetrics metrics,
            ThreadFactory threads) {
        this.context = context;
        this.route = route;
        this.prefixBytes = prefixBytes;
        this.maxMessageBytes = maxMessageBytes;
        this.endpoint = endpoint;
        this.admission = admission;
        this.calls = calls;
        this.metrics = metrics;
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
            if (!admitted) {
                admission.enter();
                admitted = true;
            }
            admission.claim(part.length());
            claimedBytes += part.length();
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
            long needed = held.length() < prefixBytes ? prefixBytes : prefixBytes + messageLength();
            if (held.length() >= needed) {
                answer((int) needed);
            } else if (ended) {
                end();
            }
        } catch (InferenceException e) {
            fail(e);
        }
    }

    private long messageLength() {
        long length = held.getUnsignedInt(prefixBytes - Integer.BYTES);
        if (length > maxMessageBytes) {
            throw new InferenceException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "message: expected at most " + maxMessageBytes + " bytes, got " + length);
        }
        return length;
    }

    private void answer(int length) {
        Call call = calls.read(context.request().headers(), System.nanoTime());
        byte[] message = held.getBytes(0, length);
        held = held.getBuffer(length, held.length());
        Exchange exchange = new Exchange(route, Map.of(), context.request().headers(), message, call);
        io.vertx.core.Context eventLoop = context.vertx().getOrCreateContext();
        context.request().pause();
        Thread thread = threads.newThread(() -> {
            @Nullable Buffer answer = answered(exchange);
            eventLoop.runOnContext(done -> send(length, answer));
        });
        answering = thread;
        thread.start();
    }

    private @Nullable Buffer answered(Exchange exchange) {
        try {
            return endpoint.answer(exchange);
        } catch (CancellationException e) {
            return null; // the caller is gone
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "%s failed", route);
            return null;
        }
    }

    private void send(int length, @Nullable Buffer answer) {
        answering = null;
        release(length);
        if (closed) {
            leave();
        } else if (answer == null) {
            fail(new InferenceException(ErrorCode.INTERNAL, "an internal error; its trace is in the log"));
        } else {
            response().write(answer);
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
        trailers.forEach(trailer -> response().putTrailer(trailer.getKey(), trailer.getValue()));
        metrics.record(route, 200, startNanos);
        response().end();
        leave();
    }

    /** The caller is gone. */
    private void close() {
        closed = true;
        Thread thread = answering;
        if (thread != null) {
            thread.interrupt(); // and it leaves when it is back
        } else {
            leave();
        }
    }

    private void release(long bytes) {
        if (admitted) {
            admission.release(bytes);
            claimedBytes -= bytes;
        }
    }

    private void leave() {
        if (admitted) {
            admitted = false;
            admission.leave(claimedBytes);
            claimedBytes = 0;
            held = Buffer.buffer();
        }
    }
}
