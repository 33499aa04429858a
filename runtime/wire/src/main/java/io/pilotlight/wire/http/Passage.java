package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.telemetry.RequestMetrics;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * One request that this process does not answer itself, but passes on: its place in the house, what its caller says beside it, and
 * the ways in which it may end. It ends once, whichever comes first. Belongs to the event loop of its connection.
 */
public final class Passage {

    private final RoutingContext context;
    private final Admission.Place place;
    private final Call call;
    private final RequestMetrics metrics;
    private final ReplyWriter replies;
    private final long startNanos;
    private String route = "";
    private boolean ended;

    Passage(
            RoutingContext context,
            Admission.Place place,
            Call call,
            RequestMetrics metrics,
            ReplyWriter replies,
            long startNanos) {
        this.context = context;
        this.place = place;
        this.call = call;
        this.metrics = metrics;
        this.replies = replies;
        this.startNanos = startNanos;
    }

    /** What Vert.x knows of it. */
    public RoutingContext context() {
        return context;
    }

    public HttpServerRequest request() {
        return context.request();
    }

    public HttpServerResponse response() {
        return context.response();
    }

    public Vertx vertx() {
        return context.vertx();
    }

    public Call call() {
        return call;
    }

    /** When it came, on the clock of {@link System#nanoTime()}. */
    public long startNanos() {
        return startNanos;
    }

    /** Whether it has its answer, or nobody waits for one. */
    public boolean isEnded() {
        return ended;
    }

    /** What metrics and traces call it: one of few names. */
    public void route(String name) {
        route = name;
        RouteSpan.name(context.request().method(), name);
    }

    /**
     * Claims memory for what is held of it.
     *
     * @throws InferenceException {@code QUEUE_FULL}
     */
    public void claim(long bytes) {
        place.claim(bytes);
    }

    /** Ends it with an answer. */
    public void answer(Reply reply) {
        if (end(reply.status())) {
            replies.discardRest(context);
            written(replies.write(context, reply));
        }
    }

    /** Ends it with an error, in the form of its protocol. What the caller still sends is not waited for. */
    public void refuse(InferenceException reason) {
        answer(ErrorReply.to(context.request(), reason));
    }

    /** Ends it: its path knows other methods only. */
    public void refuseMethod(String allowed) {
        answer(ErrorReply.ofMethod(context.request(), allowed));
    }

    /** Ends it: an answer has begun to be written to {@link #response()}, to be followed by {@link #written}. */
    public void answering(int status) {
        end(status);
    }

    /** Has the place left when the answer has been written; a caller who does not take it in time is hung up on. */
    public void written(Future<Void> answer) {
        replies.inTime(context, answer).onComplete(done -> place.leave());
    }

    /** Ends it: the caller has hung up, or has taken his answer. */
    public void leave() {
        ended = true;
        place.leave();
    }

    private boolean end(int status) {
        if (ended) {
            return false;
        }
        ended = true;
        metrics.record(route, status, startNanos);
        return true;
    }
}
