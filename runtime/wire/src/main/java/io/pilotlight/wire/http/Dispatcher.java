package io.pilotlight.wire.http;

import io.pilotlight.api.Attempts;
import io.pilotlight.api.Call;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.telemetry.RequestMetrics;

import io.opentelemetry.context.Context;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes a request from the event loop to its endpoint and the reply back: admission, deadline, bounded body, and a virtual
 * thread that is interrupted when the caller goes away.
 */
final class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** What metrics call every path that is not served: callers must not make up labels. */
    private static final String NO_ROUTE = "";

    /** Of a request, what is read within some ten microseconds. */
    private static final int MAX_BYTES_AT_ONCE = 8 * 1024;

    /** Of a request, what is prepared for its computation within some hundred microseconds. */
    private static final int MAX_BYTES_COMPUTED_AT_ONCE = 512;

    /** Of the same request: whoever needs more does not find again what he has begun. */
    private static final int MOST_ATTEMPTS = 16;

    private final Admission admission;
    private final CallReader calls;
    private final RequestMetrics metrics;
    private final ReplyWriter replies;
    private final long maxBodyBytes;
    private final long bodyTimeoutMillis;
    private final EndpointThreads threads = new EndpointThreads();

    Dispatcher(
            Admission admission,
            CallReader calls,
            RequestMetrics metrics,
            ReplyWriter replies,
            long maxBodyBytes,
            long bodyTimeoutMillis) {
        this.admission = admission;
        this.calls = calls;
        this.metrics = metrics;
        this.replies = replies;
        this.maxBodyBytes = maxBodyBytes;
        this.bodyTimeoutMillis = bodyTimeoutMillis;
    }

    /**
     * A handler that reads the body and answers by the endpoint.
     *
     * @param nonBlocking whether the endpoint may be tried on the event loop, more than once
     */
    Handler<RoutingContext> answering(String route, boolean nonBlocking, Endpoint endpoint) {
        return context -> {
            Visit visit = new Visit(context, route, nonBlocking, System.nanoTime());
            try {
                Call call = calls.read(context.request().headers(), visit.startNanos());
                receive(visit, visit.enter(), call, endpoint);
            } catch (InferenceException e) {
                visit.refuse(e);
            }
        };
    }

    /** A handler that goes on once it is known who asks. The body does not pass meanwhile. */
    <T> Handler<RoutingContext> knowing(
            String route, RouteTable.Asking<T> asking, BiConsumer<RoutingContext, T> onward) {
        return context -> {
            Future<T> asked = asking.of(context);
            if (asked.isComplete()) {
                goOn(context, route, asked, onward);
            } else {
                context.request().pause();
                asked.onComplete(known -> {
                    goOn(context, route, known, onward);
                    context.request().resume();
                });
            }
        };
    }

    private <T> void goOn(
            RoutingContext context, String route, AsyncResult<T> known, BiConsumer<RoutingContext, T> onward) {
        if (known.succeeded()) {
            onward.accept(context, known.result());
            return;
        }
        InferenceException refusal = known.cause() instanceof InferenceException refused
                ? refused
                : new InferenceException(ErrorCode.INTERNAL, "who asks cannot be found out", known.cause());
        refuseUnanswered(context, route, ErrorReply.to(context.request(), refusal));
    }

    /** A handler that has others pass requests on, with bodies unread. */
    Handler<RoutingContext> passing(Consumer<Passage> onward) {
        return context -> {
            long startNanos = System.nanoTime();
            try {
                Call call = calls.read(context.request().headers(), startNanos);
                onward.accept(new Passage(context, admission.enter(), call, metrics, replies, startNanos));
            } catch (InferenceException e) {
                refuseUnanswered(context, NO_ROUTE, ErrorReply.to(context.request(), e));
            }
        };
    }

    /** A handler that answers the messages of a stream. */
    Handler<RoutingContext> answeringMessages(String route, int prefixBytes, MessageEndpoint endpoint) {
        MessageStream.Bounds bounds = new MessageStream.Bounds(prefixBytes, maxBodyBytes, bodyTimeoutMillis);
        return context -> new MessageStream(
                        context, route, bounds, endpoint, admission, calls, metrics, replies, threads)
                .start();
    }

    /** Lets requests through to the next handler of which it is certain where they end. */
    void requireFraming(RoutingContext context) {
        RequestFraming.fault(context.request()).ifPresentOrElse(fault -> refuseAsLast(context, fault), context::next);
    }

    private void refuseAsLast(RoutingContext context, InferenceException fault) {
        PipelinedRequests.of((ConnectionBase) context.request().connection()).end();
        refuseUnanswered(
                context, NO_ROUTE, ErrorReply.to(context.request(), fault).with("Connection", "close"));
    }

    /** A handler that lets calls of gRPC through to another. */
    Handler<RoutingContext> ofGrpc(Handler<RoutingContext> onward) {
        return context -> {
            if (GrpcStatus.isCall(context.request())) {
                onward.handle(context);
            } else {
                InferenceException refusal = new InferenceException(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "request: expected gRPC, application/grpc over HTTP/2, got another");
                refuseUnanswered(context, NO_ROUTE, ErrorReply.to(context.request(), refusal));
            }
        };
    }

    private void receive(Visit visit, Admission.Place place, Call call, Endpoint endpoint) {
        BodyReader.read(
                visit.request(),
                visit.vertx(),
                maxBodyBytes,
                bodyTimeoutMillis,
                place::claim,
                new BodyReader.Outcome() {
                    @Override
                    public void read(byte[] body) {
                        visit.answer(place, endpoint, call, body);
                    }

                    @Override
                    public void refused(InferenceException reason) {
                        visit.refuse(reason);
                    }

                    @Override
                    public void gone() {
                        visit.leave();
                    }
                });
    }

    /** Answers at once, on the event loop, without admission. */
    void describe(RoutingContext context, String route, Supplier<Reply> description) {
        long startNanos = System.nanoTime();
        Reply reply;
        try {
            reply = description.get();
        } catch (InferenceException e) {
            reply = ErrorReply.to(context.request(), e);
        }
        metrics.record(route, reply.status(), startNanos);
        replies.write(context, reply);
    }

    void refuseMethod(RoutingContext context, String route, String allowed) {
        refuseUnanswered(context, route, ErrorReply.ofMethod(context.request(), allowed));
    }

    void refuseUnknownPath(RoutingContext context) {
        String path = path(context);
        ErrorCode code = GrpcStatus.isCall(context.request()) ? ErrorCode.METHOD_NOT_ALLOWED : ErrorCode.UNKNOWN_MODEL;
        InferenceException refusal =
                new InferenceException(code, "path " + ErrorReply.quoted(path) + ": nothing is served there");
        refuseUnanswered(context, NO_ROUTE, ErrorReply.to(context.request(), refusal));
    }

    /** Refuses, and counts, what no endpoint is asked about: it took no time. */
    private void refuseUnanswered(RoutingContext context, String route, Reply reply) {
        metrics.record(route, reply.status(), System.nanoTime());
        replies.writeUnread(context, reply);
    }

    /** What the HTTP machinery itself found wrong: no host, a path that cannot be decoded, or a fault of ours. */
    void fail(RoutingContext context) {
        RequestFraming.fault(context.request())
                .ifPresentOrElse(fault -> refuseAsLast(context, fault), () -> failOtherwise(context));
    }

    private void failOtherwise(RoutingContext context) {
        Throwable failure = context.failure();
        boolean callers =
                (context.statusCode() >= 400 && context.statusCode() < 500) || failure instanceof VertxException;
        if (!callers) {
            LOG.error("a request failed", failure);
        }
        InferenceException error = callers
                ? InferenceException.invalid("request", "request: expected well-formed HTTP: " + malformation(failure))
                : new InferenceException(ErrorCode.INTERNAL, "an internal error; its trace is in the log");
        replies.writeUnread(context, ErrorReply.to(context.request(), error));
    }

    private static String malformation(@Nullable Throwable failure) {
        return failure == null || failure.getMessage() == null ? "the path cannot be decoded" : failure.getMessage();
    }

    private static String path(RoutingContext context) {
        return Objects.requireNonNullElse(context.request().path(), "");
    }

    /**
     * One request on its way. Its fields belong to the event loop until the virtual thread starts, and to that thread
     * until it hands the reply back to the event loop.
     */
    private final class Visit {

        private final RoutingContext context;
        private final String route;
        private final boolean nonBlocking;
        private final long startNanos;
        private Admission.@Nullable Place place;
        private int attempts;
        private boolean over;

        Visit(RoutingContext context, String route, boolean nonBlocking, long startNanos) {
            this.context = context;
            this.route = route;
            this.nonBlocking = nonBlocking;
            this.startNanos = startNanos;
        }

        long startNanos() {
            return startNanos;
        }

        HttpServerRequest request() {
            return context.request();
        }

        Vertx vertx() {
            return context.vertx();
        }

        Admission.Place enter() {
            Admission.Place entered = admission.enter();
            place = entered;
            return entered;
        }

        /** Refuses a request whose body may not have been read: what the caller still sends is not waited for. */
        void refuse(InferenceException reason) {
            Reply reply = ErrorReply.to(context.request(), reason);
            metrics.record(route, reply.status(), startNanos);
            replies.writeUnread(context, reply).onComplete(written -> leave());
        }

        void answer(Admission.Place place, Endpoint endpoint, Call call, byte[] body) {
            Exchange exchange =
                    new Exchange(path(context), context.pathParams(), request().headers(), body, call);
            Attempts<Reply> work = new Attempts<>(
                    () -> endpoint.answer(exchange),
                    body.length <= MAX_BYTES_COMPUTED_AT_ONCE,
                    action -> vertx().runOnContext(others -> action.run()));
            if (nonBlocking && body.length <= MAX_BYTES_AT_ONCE) {
                context.response().closeHandler(closed -> abandon(place, work));
                attempt(place, work, Context.current());
            } else {
                answerOnThread(place, work, Context.current());
            }
        }

        /** A known answer takes less time than the way to another thread and back, and so does to wait for one that comes. */
        private void attempt(Admission.Place place, Attempts<Reply> work, Context trace) {
            attempts++;
            switch (threads.attempt(route, trace, work, this::refusal)) {
                case Attempts.Outcome.Done<Reply>(Reply reply) -> finish(place, work, reply);
                case Attempts.Outcome.Coming<Reply>(CompletableFuture<?> what, OptionalLong untilNanos)
                when attempts < MOST_ATTEMPTS -> come(what, untilNanos).onComplete(come -> goOn(place, work, trace));
                case Attempts.Outcome.Coming<Reply> _, Attempts.Outcome.Elsewhere<Reply> _ ->
                    answerOnThread(place, work, trace);
            }
        }

        private Future<Void> come(CompletableFuture<?> what, OptionalLong untilNanos) {
            return untilNanos.isPresent()
                    ? EventLoopWait.until(vertx(), what, untilNanos.getAsLong())
                    : EventLoopWait.until(vertx(), what);
        }

        private void goOn(Admission.Place place, Attempts<Reply> work, Context trace) {
            if (!over) {
                attempt(place, work, trace);
            }
        }

        /** The caller has gone away between two attempts. */
        private void abandon(Admission.Place place, Attempts<Reply> work) {
            over = true;
            finish(place, work, refusal(EndpointThreads.abandoned()));
        }

        private Reply refusal(InferenceException reason) {
            return ErrorReply.to(request(), reason);
        }

        private void answerOnThread(Admission.Place place, Attempts<Reply> work, Context trace) {
            Thread thread = threads.answering(
                    vertx(), route, trace, work::waiting, this::refusal, reply -> finish(place, work, reply));
            context.response().closeHandler(closed -> thread.interrupt());
            thread.start();
        }

        private void finish(Admission.Place place, Attempts<Reply> work, Reply reply) {
            work.close();
            finish(place, reply);
        }

        private void finish(Admission.Place place, Reply reply) {
            context.response().closeHandler(null); // which knows the thread, and so the request
            Reply sent = claimed(place, reply);
            metrics.record(route, sent.status(), startNanos);
            replies.write(context, sent).onComplete(written -> leave());
        }

        /** The reply, which is held until the caller has taken it, or a refusal where too much is held already. */
        private Reply claimed(Admission.Place place, Reply reply) {
            place.release();
            try {
                place.claim(reply.body().length());
                return reply;
            } catch (InferenceException full) {
                return ErrorReply.to(request(), full);
            }
        }

        void leave() {
            if (place != null) {
                place.leave();
            }
        }
    }
}
