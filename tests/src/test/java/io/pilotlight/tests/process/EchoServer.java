package io.pilotlight.tests.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A function that gives back what it is sent, after a while that can be set. As a process of its own it listens on {@code $PORT}. For
 * the router it is a function like any other, that starts soon and costs little.
 */
public final class EchoServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int delayMillis;

    private EchoServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::echo);
        server.createContext(
                "/v2/health/ready", exchange -> answer(exchange, "{\"ready\":true}".getBytes(StandardCharsets.UTF_8)));
        server.start();
    }

    /** One in this process. */
    public static EchoServer start() {
        try {
            return new EchoServer(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        EchoServer server = new EchoServer(Integer.parseInt(System.getenv("PORT")));
        server.delay(Integer.parseInt(System.getenv().getOrDefault("ECHO_DELAY_MILLIS", "0")));
    }

    /** From now on each answer takes that long. */
    public void delay(int millis) {
        delayMillis = millis;
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests have come. */
    public int asked() {
        return asked.get();
    }

    private void echo(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Thread.sleep(delayMillis); // what it is for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, body);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
