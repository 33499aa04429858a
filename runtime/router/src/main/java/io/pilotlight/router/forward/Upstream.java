package io.pilotlight.router.forward;

import io.pilotlight.router.pool.Endpoint;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * The connections to endpoints: kept open, as many as requests are under way. gRPC goes over HTTP/2, the rest over HTTP/1.1. Each event
 * loop has its own, so that an answer comes on the thread that passes it back.
 */
public final class Upstream {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    /** Less than the servers' own, so that it is this end that closes an idle connection. */
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** Concurrency is bounded by backends; these bounds are never met. */
    private static final int MAX_CONNECTIONS = 4_096;

    private final ThreadLocal<Clients> clients;

    public Upstream(Vertx vertx) {
        clients = ThreadLocal.withInitial(() -> clients(vertx));
    }

    /** Those of one event loop. */
    private record Clients(HttpClient http1, HttpClient http2) {}

    private static Clients clients(Vertx vertx) {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(MAX_CONNECTIONS)
                .setHttp2MaxSize(8)
                .setMaxWaitQueueSize(0);
        HttpClient http1 = vertx.createHttpClient(options().setKeepAliveTimeout(KEEP_ALIVE_SECONDS), pool);
        HttpClient http2 = vertx.createHttpClient(
                options()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setUseAlpn(true)
                        .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions(pool).setMaxWaitQueueSize(-1));
        return new Clients(http1, http2);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(64 * 1024);
    }

    /** Begins a request to an endpoint like the one that came, on its event loop; fails if nobody listens there. */
    Future<HttpClientRequest> request(Endpoint endpoint, HttpServerRequest like, MultiMap headers, boolean grpc) {
        RequestOptions options = new RequestOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.isSecure())
                .setMethod(like.method())
                .setURI(like.uri())
                .setHeaders(headers);
        return (grpc ? clients.get().http2() : clients.get().http1()).request(options);
    }
}
