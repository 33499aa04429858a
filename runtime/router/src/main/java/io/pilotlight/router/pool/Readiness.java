package io.pilotlight.router.pool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private static final Duration POLL = Duration.ofMillis(3);

    /** Whoever has a connection and says nothing for so long is asked anew. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

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
     * Waits until it is ready.
     *
     * @param goesOn whether there is still something to wait for
     * @return the parts that can be seen from here; empty if it was not ready in time, or nothing was left to wait for
     */
    Optional<Map<String, Duration>> await(int port, long startNanos, Duration timeout, BooleanSupplier goesOn)
            throws InterruptedException {
        Optional<Duration> listening = Optional.empty();
        while (goesOn.getAsBoolean() && System.nanoTime() - startNanos < timeout.toNanos()) {
            Optional<Integer> status = status(port);
            Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
            if (status.isPresent() && listening.isEmpty()) {
                listening = Optional.of(passed);
            }
            if (status.isPresent() && status.get() == 200) {
                Map<String, Duration> parts = new LinkedHashMap<>();
                parts.put("listen", listening.get());
                parts.put("load", passed.minus(listening.get()));
                return Optional.of(parts);
            }
            Thread.sleep(POLL);
        }
        return Optional.empty();
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

    private Optional<Integer> status(int port) throws InterruptedException {
        return answer(client.request(HttpMethod.GET, port, HOST, READY)
                .compose(HttpClientRequest::send)
                .map(response -> response.statusCode()));
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
