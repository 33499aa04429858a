package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Json;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A small provider of OpenID Connect: what it is, and which key it signs with. It can be away, and come back. */
final class OidcProvider implements AutoCloseable {

    private final int port;
    private final AtomicInteger introspections = new AtomicInteger();
    private volatile SigningKey key = SigningKey.make("first");
    private Optional<HttpServer> server = Optional.empty();

    private OidcProvider(int port) {
        this.port = port;
    }

    /** One that is not there yet. */
    static OidcProvider away() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new OidcProvider(free.getLocalPort());
        }
    }

    OidcProvider open() throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        opened.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        Map.of(
                                "issuer", issuer(),
                                "jwks_uri", issuer() + "/keys",
                                "token_endpoint", issuer() + "/token",
                                "authorization_endpoint", issuer() + "/authorize",
                                "introspection_endpoint", issuer() + "/introspect")));
        opened.createContext("/keys", exchange -> answer(exchange, Map.of("keys", List.of(key.published()))));
        opened.createContext("/introspect", exchange -> {
            introspections.incrementAndGet();
            answer(exchange, Map.of("active", true));
        });
        opened.start();
        server = Optional.of(opened);
        return this;
    }

    private static void answer(HttpExchange exchange, Map<String, ?> document) throws IOException {
        try (exchange) {
            byte[] body = Json.write(document).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String issuer() {
        return "http://localhost:" + port;
    }

    SigningKey key() {
        return key;
    }

    /** From now on it signs with another key, and vouches for none before. */
    void rotate(String id) {
        key = SigningKey.make(id);
    }

    /** How often it was sent a token to say whether it is good. */
    int introspections() {
        return introspections.get();
    }

    @Override
    public void close() {
        server.ifPresent(opened -> opened.stop(0));
    }
}
