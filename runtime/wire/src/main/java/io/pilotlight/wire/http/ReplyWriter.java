package io.pilotlight.wire.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * The way back to callers, who may be slow to take their answers, or never take them. What waits for them is bounded: a
 * connection's next request waits until there is room for its answer, and whoever does not take one in time is hung up on.
 */
final class ReplyWriter {

    /** Closing at once would reset the connection while the caller still sends, who might never see the answer. */
    static final long LINGER_MILLIS = 1_000;

    /** Netty copies a body to send it: in pieces of this size to memory that it has at hand, else to memory made for the body. */
    private static final int PIECE_BYTES = 256 * 1024;

    private final long timeoutMillis;
    private final int maxStreams;

    ReplyWriter(long timeoutMillis, int maxStreams) {
        this.timeoutMillis = timeoutMillis;
        this.maxStreams = maxStreams;
    }

    /**
     * Lets a request through to the next handler once its connection has room for the answer. Vert.x itself would answer
     * pipelined requests as fast as they come, and keep all the answers of a caller who takes none.
     */
    void awaitRoom(RoutingContext context) {
        ConnectionBase connection = (ConnectionBase) context.request().connection();
        if (context.request().version() == HttpVersion.HTTP_2) {
            // The setting that says so counts only once the caller has acknowledged it, which an attacker never does.
            http2(connection).connection().remote().maxActiveStreams(maxStreams);
            goOnWithRoom(context);
        } else if (PipelinedRequests.of(connection).areWaiting()) {
            context.vertx().runOnContext(others -> goOnWithRoom(context)); // other connections have their turn
        } else {
            goOnWithRoom(context);
        }
    }

    private void goOnWithRoom(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        if (!response.writeQueueFull()) {
            context.next();
            return;
        }
        long timer = hangUpLater(context);
        response.closeHandler(gone -> context.vertx().cancelTimer(timer));
        response.drainHandler(room -> {
            context.vertx().cancelTimer(timer);
            response.drainHandler(null);
            response.closeHandler(null);
            context.next();
        });
    }

    private static Http2ConnectionHandler http2(ConnectionBase connection) {
        return (Http2ConnectionHandler) connection.channelHandlerContext().handler();
    }

    /** Completes when the reply has been handed to the network, or cannot be. */
    Future<Void> write(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(reply.status());
        response.putHeader("Content-Type", reply.contentType());
        reply.headers().forEach(header -> response.putHeader(header.getKey(), header.getValue()));
        reply.trailers().forEach(trailer -> response.putTrailer(trailer.getKey(), trailer.getValue()));
        return inTime(
                context,
                isCopiedWhole(context.request(), reply)
                        ? inPieces(response, reply.body())
                        : response.end(reply.body()));
    }

    private static boolean isCopiedWhole(HttpServerRequest request, Reply reply) {
        return reply.body().length() > PIECE_BYTES
                && request.version() != HttpVersion.HTTP_2
                && !request.method().equals(HttpMethod.HEAD);
    }

    private static Future<Void> inPieces(HttpServerResponse response, Buffer body) {
        response.putHeader("Content-Length", String.valueOf(body.length()));
        int position = 0;
        for (; body.length() - position > PIECE_BYTES; position += PIECE_BYTES) {
            response.write(body.slice(position, position + PIECE_BYTES));
        }
        return response.end(body.slice(position, body.length()));
    }

    /** Answers before the request has been read whole. */
    Future<Void> writeUnread(RoutingContext context, Reply reply) {
        discardRest(context);
        return write(context, reply);
    }

    /** Hangs up on a caller who does not take in time what is being written. */
    Future<Void> inTime(RoutingContext context, Future<Void> written) {
        if (!written.isComplete()) {
            long timer = hangUpLater(context);
            written.onComplete(done -> context.vertx().cancelTimer(timer));
        }
        return written;
    }

    /**
     * Throws away what still comes of a request that has its answer. Closing at once would reset the connection, and the
     * caller might never see why; so it is closed a moment later.
     */
    void discardRest(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            request.handler(discarded -> {});
            request.exceptionHandler(gone -> {});
            long timer = context.vertx().setTimer(LINGER_MILLIS, id -> hangUp(request, Http2Error.NO_ERROR));
            request.endHandler(end -> context.vertx().cancelTimer(timer));
        }
    }

    private long hangUpLater(RoutingContext context) {
        return context.vertx().setTimer(timeoutMillis, id -> hangUp(context.request(), Http2Error.CANCEL));
    }

    /**
     * On HTTP/2 a connection carries others' requests as well. Vert.x's own ways would not do for slow callers: it resets no
     * stream whose answer it has accepted, and closes no connection before everything is written.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // whoever is hung up on hears no more
    private static void hangUp(HttpServerRequest request, Http2Error reason) {
        ConnectionBase connection = (ConnectionBase) request.connection();
        ChannelHandlerContext channel = connection.channelHandlerContext();
        if (request.version() == HttpVersion.HTTP_2) {
            http2(connection).resetStream(channel, request.streamId(), reason.code(), channel.newPromise());
            channel.flush();
        } else {
            channel.close();
        }
    }
}
