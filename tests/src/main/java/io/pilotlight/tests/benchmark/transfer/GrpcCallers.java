package io.pilotlight.tests.benchmark.transfer;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Callers over HTTP/2 without TLS, each on a connection of its own, all on one event loop of Vert.x. */
final class GrpcCallers implements TransferLoadGenerator.Callers {
    private static final int WINDOW_BYTES =
            16 * 1024 * 1024; // the answer fits: it is never waited for this side's leave
    private static final long STALL_SECONDS = 60;
    private static final int OK = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Carrier carrier;
    private final Carrier.Message message;
    private final Buffer body;

    GrpcCallers(Carrier carrier) {
        this.carrier = carrier;
        this.message = carrier.message();
        this.body = Buffer.buffer(message.body().array());
    }

    @Override
    public List<Double> call(int port, int count, Duration duration) throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2MultiplexingLimit(1)
                        .setHttp2ConnectionWindowSize(WINDOW_BYTES)
                        .setInitialSettings(new Http2Settings().setInitialWindowSize(WINDOW_BYTES))
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(port),
                new PoolOptions().setHttp2MaxSize(count));
        try {
            List<Caller> callers = new ArrayList<>();
            List<Future<Void>> first = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Caller caller = new Caller(client);
                callers.add(caller);
                first.add(caller.callAndCheck());
            }
            await(Future.all(first), STALL_SECONDS);
            long begin = System.nanoTime();
            await(
                    Future.all(callers.stream()
                            .map(caller -> caller.callUntil(begin, duration))
                            .toList()),
                    duration.toSeconds() + STALL_SECONDS);
            List<Double> millis = new ArrayList<>();
            callers.forEach(caller -> millis.addAll(caller.millis));
            return millis;
        } finally {
            await(client.close(), STALL_SECONDS);
        }
    }

    private static void await(Future<?> future, long seconds) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    }

    /** One that waits for each answer; everything but its first steps happens on the event loop. */
    private final class Caller {
        private final HttpClient client;
        private final List<Double> millis = new ArrayList<>();
        private int firstLength;
        private int length;

        Caller(HttpClient client) {
            this.client = client;
        }

        Future<Void> callAndCheck() {
            return send().compose(HttpClientResponse::body).map(answer -> {
                TensorAnswer.requireTensor(answer.getBytes());
                firstLength = answer.length();
                return null;
            });
        }

        /** Calls until the time is up. */
        Future<Void> callUntil(long beginNanos, Duration duration) {
            long before = System.nanoTime();
            return send().compose(this::receive).compose(done -> {
                long now = System.nanoTime();
                if (now - beginNanos > duration.toNanos()) {
                    return Future.succeededFuture();
                }
                millis.add((now - before) / 1e6);
                return callUntil(beginNanos, duration);
            });
        }

        private Future<HttpClientResponse> send() {
            return client.request(HttpMethod.POST, carrier.path()).compose(this::send);
        }

        private Future<HttpClientResponse> send(HttpClientRequest request) {
            message.headers().forEach(request::putHeader);
            return request.send(body);
        }

        private Future<Void> receive(HttpClientResponse response) {
            length = 0;
            response.handler(bytes -> length += bytes.length());
            return response.end().map(done -> {
                // The echo has no such trailer.
                String status = response.trailers().get("grpc-status");
                if (response.statusCode() != OK || (status != null && !status.equals("0")) || length != firstLength) {
                    throw new BenchmarkFailure(
                            "expected %d bytes like the first time, got %d, status %d, grpc-status %s"
                                    .formatted(firstLength, length, response.statusCode(), status));
                }
                return null;
            });
        }
    }
}
