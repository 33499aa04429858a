package io.pilotlight.router.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Lists and watches over HTTP, as the Kubernetes API does, whatever a test wants told. */
final class KubernetesServer implements AutoCloseable {

    private final HttpServer server;
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile String list = "";
    private volatile int listStatus = 200;
    private volatile int watchStatus = 200;

    /** What becomes of an open watch. */
    private sealed interface Said {

        record Line(String text) implements Said {}

        record End() implements Said {}

        record Break() implements Said {}
    }

    /** A request that came. */
    record Asked(String path, String query, String credential) {

        boolean isWatch() {
            return query.contains("watch=true");
        }
    }

    private KubernetesServer(HttpServer server) {
        this.server = server;
    }

    static KubernetesServer open() throws IOException {
        KubernetesServer opened =
                new KubernetesServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        opened.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        opened.server.createContext("/", opened::answer);
        opened.server.start();
        return opened;
    }

    static String revision(String name, String version, int replicas) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"resourceVersion\":\"" + version
                + "\"},\"status\":{\"actualReplicas\":" + replicas + "}}";
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Asked> watches() {
        return asked.stream().filter(Asked::isWatch).toList();
    }

    List<Asked> lists() {
        return asked.stream().filter(one -> !one.isWatch()).toList();
    }

    KubernetesServer lists(String version, String revision) {
        list = "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"items\":[" + revision + "]}";
        return this;
    }

    KubernetesServer answers(int toLists, int toWatches) {
        listStatus = toLists;
        watchStatus = toWatches;
        return this;
    }

    /** On the open watch, or the next. */
    void says(String type, String object) {
        said.add(new Said.Line("{\"type\":\"" + type + "\",\"object\":" + object + "}\n"));
    }

    void ends() {
        said.add(new Said.End());
    }

    void breaks() {
        said.add(new Said.Break());
    }

    private void answer(HttpExchange exchange) throws IOException {
        Asked request = new Asked(
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        asked.add(request);
        try (exchange) {
            int status = request.isWatch() ? watchStatus : listStatus;
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
            } else if (request.isWatch()) {
                watch(exchange);
            } else {
                byte[] body = list.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.flush();
        try {
            while (true) {
                switch (said.take()) {
                    case Said.Line(String text) -> {
                        body.write(text.getBytes(StandardCharsets.UTF_8));
                        body.flush();
                    }
                    case Said.End _ -> {
                        body.close();
                        return;
                    }
                    case Said.Break _ -> throw new IOException("as the test wants it");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
