package io.pilotlight.router.pool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Finds out when a process that starts is ready, and what its start consisted of. Its callers wait; they are virtual threads. */
final class Readiness {

    private static final String HOST = "127.0.0.1";
    private static final String READY = "/v2/health/ready";
    private static final String METRICS = "/metrics";
    private static final String PHASE = "faas_init_duration_seconds{phase=\"";

    /** Between two looks: of a start, little; of a processor, little. */
    private static final Duration POLL = Duration.ofMillis(2);

    /** Of RFC 7240: a process that knows it answers when it is ready, so that nobody has to ask it while it starts. */
    private static final String PREFER = "Prefer";

    private static final String WAIT = "wait=1"; // seconds

    /** Whoever has a connection and says nothing for so long, which is longer than he was asked to wait, is asked anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MAX_METRICS_BYTES = 1 << 20;

    private final HttpClient client;

    Readiness(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) PATIENCE.toMillis())
                .setIdleTimeout((int) PATIENCE.toSeconds())
                .setTracingPolicy(io.vertx.core.tracing.TracingPolicy.IGNORE));
    }

    /**
     * Waits until it accepts connections.
     *
     * @param goesOn whether there is still something to wait for
     * @return false if there was not, any more
     */
    boolean awaitListening(int port, BooleanSupplier goesOn) throws InterruptedException {
        return await(goesOn, () -> listens(port));
    }

    /** Waits until it is ready, which listens; the same otherwise. */
    boolean awaitReady(int port, BooleanSupplier goesOn) throws InterruptedException {
        return await(goesOn, () -> isReady(port));
    }

    /** Whether what is waited for is there. */
    private interface Look {
        boolean isThere() throws InterruptedException;
    }

    private static boolean await(BooleanSupplier goesOn, Look look) throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            if (look.isThere()) {
                return true;
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    /** Costs less than to ask, in vain, by HTTP: a process that starts needs the processors. */
    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The status that an endpoint answers when it is asked whether it is ready. */
    Future<Integer> ask(Endpoint endpoint) {
        RequestOptions options = new RequestOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.isSecure())
                .setURI(READY);
        return client.request(options).compose(HttpClientRequest::send).map(HttpClientResponse::statusCode);
    }

    private boolean isReady(int port) throws InterruptedException {
        return answer(client.request(HttpMethod.GET, port, HOST, READY)
                        .compose(request -> request.putHeader(PREFER, WAIT).send())
                        .map(response -> response.statusCode() == 200))
                .orElse(false);
    }

    /** What the process says of its start, by phase; nothing if it says nothing of the kind. */
    Map<String, Duration> phases(int port) throws InterruptedException {
        Map<String, Duration> phases = new HashMap<>();
        answer(client.request(HttpMethod.GET, port, HOST, METRICS)
                        .compose(HttpClientRequest::send)
                        .compose(response -> response.body()))
                .filter(body -> body.length() <= MAX_METRICS_BYTES)
                .ifPresent(body -> body.toString()
                        .lines()
                        .filter(line -> line.startsWith(PHASE))
                        .forEach(line -> {
                            String rest = line.substring(PHASE.length());
                            int end = rest.indexOf('"');
                            seconds(rest)
                                    .ifPresent(duration -> phases.put(rest.substring(0, Math.max(0, end)), duration));
                        }));
        return phases;
    }

    private static Optional<Duration> seconds(String sample) {
        try {
            double seconds = Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
            return Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static <T> Optional<T> answer(Future<T> future) throws InterruptedException {
        try {
            return Optional.of(
                    future.toCompletionStage().toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
