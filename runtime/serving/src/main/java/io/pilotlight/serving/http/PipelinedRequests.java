package io.pilotlight.serving.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The requests of one HTTP/1 connection that came before those ahead of them were answered. Vert.x queues any number of them,
 * in a list that it walks for each; here nothing more is read while there are too many. What the connection has read by then,
 * at most a buffer of the network, still becomes requests.
 */
final class PipelinedRequests extends ChannelDuplexHandler {

    private static final String NAME = "pipelined-requests";
    private static final int MAX_UNANSWERED = 32;

    private final ConnectionBase connection;
    private int unanswered = 1; // the one with which it starts
    private boolean paused;

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
        pipeline.addBefore(handler.name(), NAME, requests);
        return requests;
    }

    /** Whether others wait behind the one that is being answered. */
    boolean areWaiting() {
        return unanswered > 1;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && ++unanswered > MAX_UNANSWERED) {
            paused = true;
            connection.doPause(); // again with each: Vert.x may have resumed for reasons of its own
        }
        context.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the writer
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isEndOfAnswer(message) && --unanswered <= MAX_UNANSWERED && paused) {
            paused = false;
            connection.doResume();
        }
        context.write(message, promise);
    }

    /** {@code 100 Continue} is a whole response, and no answer. */
    private static boolean isEndOfAnswer(Object message) {
        return message instanceof LastHttpContent
                && !(message instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
    }
}
