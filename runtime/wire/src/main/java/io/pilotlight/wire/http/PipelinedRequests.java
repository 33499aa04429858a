package io.pilotlight.wire.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/**
 * The requests of one HTTP/1 connection that came before those ahead of them were answered. Vert.x queues any number of them,
 * in a list that it walks for each; here nothing more is read while there are too many. What the connection has read by then,
 * at most a buffer of the network, still becomes requests.
 *
 * <p>A request whose end is in doubt is the last one: what comes behind it is thrown away, and the connection closed.
 *
 * <p>One that could not be read waits here until those ahead of it have their answers, and is forgotten when the caller hangs up
 * before: Vert.x would still answer it, and report a fault on a connection that is no longer there to hear of it.
 */
final class PipelinedRequests extends ChannelDuplexHandler {

    private static final String NAME = "pipelined-requests";
    private static final int MAX_UNANSWERED = 32;

    private final ConnectionBase connection;
    private int unanswered = 1; // the one with which it starts
    private boolean paused;
    private boolean over;
    private @Nullable HttpRequest unreadable;

    private PipelinedRequests(ConnectionBase connection) {
        this.connection = connection;
    }

    /**
     * Those of that connection, bounded from now on; called with each request, on the connection's event loop.
     */
    static PipelinedRequests of(ConnectionBase connection) {
        ChannelHandlerContext handler = connection.channelHandlerContext();
        ChannelPipeline pipeline = handler.pipeline();
        if (pipeline.get(NAME) instanceof PipelinedRequests requests) {
            return requests;
        }
        PipelinedRequests requests = new PipelinedRequests(connection);
        // When the caller has hung up, requests that he had sent are still handled, and there is no pipeline any more.
        if (!handler.isRemoved()) {
            pipeline.addBefore(handler.name(), NAME, requests);
        }
        return requests;
    }

    /** Whether others wait behind the one that is being answered. */
    boolean areWaiting() {
        return unanswered > 1;
    }

    /** Nothing more is read, and the connection is closed when the last request has its answer. */
    void end() {
        over = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            if (unanswered > 0 && request.decoderResult().isFailure()) {
                unreadable = request; // the decoder reads nothing behind it
                return;
            }
            over = RequestFraming.fault(request).isPresent(); // before others can queue up behind it
            if (++unanswered > MAX_UNANSWERED) {
                paused = true;
                connection.doPause(); // again with each: Vert.x may have resumed for reasons of its own
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the writer; nobody waits for the end
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isEndOfAnswer(message)) {
            unanswered--;
            if (unanswered <= MAX_UNANSWERED && paused) {
                paused = false;
                connection.doResume();
            }
            if (unanswered == 0 && unreadable != null && !over) {
                context.executor().execute(() -> readUnreadable(context)); // when Vert.x is done with the one before
            } else if (unanswered == 0 && over) {
                context.executor().schedule(() -> context.close(), ReplyWriter.LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        context.write(message, promise);
    }

    private void readUnreadable(ChannelHandlerContext context) {
        HttpRequest request = unreadable;
        unreadable = null;
        if (request != null) {
            channelRead(context, request);
            context.fireChannelReadComplete(); // Vert.x sends what it has written then
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(unreadable);
        unreadable = null;
    }

    /** {@code 100 Continue} is a whole response, and no answer. */
    private static boolean isEndOfAnswer(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
