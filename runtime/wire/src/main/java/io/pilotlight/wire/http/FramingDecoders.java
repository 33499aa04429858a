package io.pilotlight.wire.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import jakarta.inject.Singleton;

/**
 * Has every connection of HTTP/1 read by a decoder that hides nothing from {@link RequestFraming}: Netty's drops the
 * Content-Length of a request that has a transfer coding as well, and nobody behind it can tell that there was one.
 *
 * <p>Neither Quarkus nor Vert.x lets anybody choose the decoder, or see a connection before its first request has been decoded;
 * Netty does, by its extensions, which have to be asked for by a system property.
 */
public final class FramingDecoders extends ChannelInitializerExtension {

    private static volatile HttpServerOptions options = new HttpServerOptions();

    /** Asks for it, and knows the limits of a head. */
    @Singleton
    public static final class Options implements HttpServerOptionsCustomizer {

        @Override
        public void customizeHttpServer(HttpServerOptions chosen) {
            options = chosen;
            System.setProperty(
                    EXTENSIONS_SYSTEM_PROPERTY, "serviceload"); // read when the first server begins to listen
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addLast(new First());
    }

    /** Vert.x adds its handlers later, behind this one: with the first bytes it goes behind them. */
    private static final class First extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.pipeline().addLast(new Replacement());
            context.pipeline().remove(this);
            context.fireChannelRead(bytes);
        }
    }

    /** Comes behind the one that tells HTTP/1 from HTTP/2, and before the decoder that this one has added. */
    private static final class Replacement extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            if (pipeline.get(VertxHttpRequestDecoder.class) != null) {
                pipeline.replace(VertxHttpRequestDecoder.class, "httpDecoder", new Decoder(options));
            }
            pipeline.remove(this);
            context.fireChannelRead(bytes);
        }
    }

    private static final class Decoder extends VertxHttpRequestDecoder {

        Decoder(HttpServerOptions options) {
            super(options);
        }

        /** Leaves the Content-Length where it is. */
        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {}
    }
}
