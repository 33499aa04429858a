package io.pilotlight.tests.benchmark.load;

import io.pilotlight.tests.benchmark.embed.EmbedRequest;
import io.pilotlight.tests.benchmark.embed.HttpResponse;
import io.pilotlight.tests.benchmark.text.Texts;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * One caller that waits for each answer before it asks again, over one keep-alive connection. The bytes of its next
 * request are made while it waits for the answer to this one, so making them delays no request.
 */
final class Caller implements Closeable {
    private final SocketChannel channel;
    private final HttpResponse response = new HttpResponse();
    private final EmbedRequest requests;
    private final Texts texts;
    private long currentText;
    private long nextText;
    private ByteBuffer nextRequest;
    private long sentNanos;

    private Caller(SocketChannel channel, EmbedRequest requests, Texts texts, long firstText) {
        this.channel = channel;
        this.requests = requests;
        this.texts = texts;
        this.nextText = firstText;
        this.nextRequest = requests.of(texts.at(firstText));
    }

    static Caller connect(int port, Selector selector, Texts texts, String headers, long firstText) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Caller caller = new Caller(channel, new EmbedRequest(port, headers), texts, firstText);
        channel.register(selector, SelectionKey.OP_READ, caller);
        return caller;
    }

    /** Sends the request that is ready, and makes the one after it, for the text with this index. */
    void send(long indexAfterNext) throws IOException {
        response.clear();
        currentText = nextText;
        sentNanos = System.nanoTime();
        while (nextRequest.hasRemaining()) {
            // A request is far smaller than the send buffer, which is empty: one write takes it all.
            channel.write(nextRequest);
        }
        nextText = indexAfterNext;
        nextRequest = requests.of(texts.at(indexAfterNext));
    }

    /** Reads what has arrived; true when the answer is complete. */
    boolean receive() throws IOException {
        return response.read(channel);
    }

    HttpResponse response() {
        return response;
    }

    /** The text of the request that was sent last. */
    String text() {
        return texts.at(currentText);
    }

    long sentNanos() {
        return sentNanos;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
