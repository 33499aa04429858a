package io.pilotlight.tests.benchmark.coldstart;

import io.pilotlight.tests.benchmark.embed.EmbedRequest;
import io.pilotlight.tests.benchmark.embed.Embedding;
import io.pilotlight.tests.benchmark.embed.HttpResponse;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Excerpt;
import io.pilotlight.tests.benchmark.server.ServerProcess;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The first answer that a starting server gives, and how long it took since the moment before its process existed.
 *
 * @param untilAcceptedMillis until it first accepted a connection
 * @param untilAnsweredMillis until it had answered {@code POST /embed} with 200
 */
public record FirstAnswer(double untilAcceptedMillis, double untilAnsweredMillis, Embedding embedding) {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /** Asks about every millisecond until an answer comes. */
    public static FirstAnswer await(ServerProcess server, String text) throws IOException {
        byte[] request = new EmbedRequest(server.port(), "").of(text).array();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        double acceptedMillis = Double.NaN;
        while (true) {
            server.requireStarting();
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(READ_TIMEOUT_MILLIS);
                socket.connect(address);
                acceptedMillis = Double.isNaN(acceptedMillis) ? millisSinceStart(server) : acceptedMillis;
                HttpResponse response = exchange(socket, request);
                double answeredMillis = millisSinceStart(server);
                if (response.status() == OK) {
                    return new FirstAnswer(acceptedMillis, answeredMillis, Embedding.fromJson(response.body()));
                }
                requireNotReadyYet(response, server);
            } catch (ConnectException notListening) {
                // As expected of a server that has only just been started.
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static HttpResponse exchange(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        HttpResponse response = new HttpResponse();
        ReadableByteChannel channel = Channels.newChannel(socket.getInputStream());
        while (!response.read(channel)) {
            // More is to come.
        }
        return response;
    }

    private static void requireNotReadyYet(HttpResponse response, ServerProcess server) {
        if (response.status() != UNAVAILABLE && response.status() != NOT_FOUND) {
            throw new BenchmarkFailure("expected 200 of POST /embed, got %d: %s; see %s"
                    .formatted(response.status(), Excerpt.of(response.body()), server.log()));
        }
    }

    private static double millisSinceStart(ServerProcess server) {
        return (System.nanoTime() - server.startedNanos()) / 1e6;
    }
}
