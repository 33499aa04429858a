package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Authority;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** As much of the Kubernetes API as tells how many pods a revision has: a list, and a watch of what changes. By HTTPS, to who has the token. */
final class KubernetesServer implements AutoCloseable {

    static final String TOKEN = "the token of a service account";

    private static final String REVISION =
            "{\"metadata\":{\"name\":\"one-00001\",\"resourceVersion\":\"%1$d\"},\"status\":{\"actualReplicas\":%1$d}}";

    private final HttpsServer server;
    private final BlockingQueue<Integer> scales = new LinkedBlockingQueue<>();

    private KubernetesServer(HttpsServer server) {
        this.server = server;
    }

    static KubernetesServer open(Authority authority) throws IOException {
        KubernetesServer opened =
                new KubernetesServer(HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        opened.server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        opened.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        opened.server.createContext("/apis/serving.knative.dev/v1/namespaces/models/revisions", opened::answer);
        opened.server.start();
        return opened;
    }

    String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    void scaleTo(int replicas) {
        scales.add(replicas);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            if (exchange.getRequestURI().getQuery().contains("watch=true")) {
                watch(body);
            } else {
                write(body, "{\"metadata\":{\"resourceVersion\":\"0\"},\"items\":[" + REVISION.formatted(0) + "]}");
            }
        }
    }

    private void watch(OutputStream body) throws IOException {
        try {
            while (true) {
                write(body, "{\"type\":\"MODIFIED\",\"object\":" + REVISION.formatted(scales.take()) + "}\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
