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

/** The connections to endpoints: kept open, as many as requests are under way. gRPC goes over HTTP/2, the rest over HTTP/1.1. */
public final class Upstream {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    /** Less than the servers' own, so that it is this end that closes an idle connection. */
    private static final int KEEP_ALIVE_SECONDS = 60;

    /** Concurrency is bounded by backends; these bounds are never met. */
    private static final int MAX_CONNECTIONS = 4_096;

    private final HttpClient http1;
    private final HttpClient http2;

    public Upstream(Vertx vertx) {
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(MAX_CONNECTIONS)
                .setHttp2MaxSize(8)
                .setMaxWaitQueueSize(0);
        http1 = vertx.createHttpClient(options().setKeepAliveTimeout(KEEP_ALIVE_SECONDS), pool);
        http2 = vertx.createHttpClient(
                options()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setUseAlpn(true)
                        .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions(pool).setMaxWaitQueueSize(-1));
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(64 * 1024);
    }

    /** Begins a request to an endpoint like the one that came; fails if nobody listens there. */
    Future<HttpClientRequest> request(Endpoint endpoint, HttpServerRequest like, MultiMap headers, boolean grpc) {
        RequestOptions options = new RequestOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.isSecure())
                .setMethod(like.method())
                .setURI(like.uri())
                .setHeaders(headers);
        return (grpc ? http2 : http1).request(options);
    }
}
