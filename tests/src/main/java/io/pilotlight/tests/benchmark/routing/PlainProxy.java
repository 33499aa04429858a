package io.pilotlight.tests.benchmark.routing;

import io.pilotlight.tests.benchmark.process.Answers;
import io.pilotlight.tests.benchmark.process.HelperProcess;
import io.pilotlight.tests.benchmark.process.Question;
import io.pilotlight.tests.benchmark.report.Machine;
import io.pilotlight.tests.benchmark.server.FunctionBuild;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What to compare with: Vert.x alone, on as many event loops as the router has, which sends each request's bytes on to one address and the
 * answer's bytes back, once it has all of them. It decides nothing, knows nobody, counts nothing.
 */
public final class PlainProxy implements Answers<PlainProxy.Target> {
    private static final long START_SECONDS = 30;
    private static final int MAX_CONNECTIONS = 4_096;

    private final int port;

    /** Where everything goes, for all requests from now on; the answer is where to send them. */
    public record Target(int port) implements Question<Integer> {
        @Override
        public Class<Integer> answerType() {
            return Integer.class;
        }
    }

    private static volatile int target;

    private PlainProxy(int port) {
        this.port = port;
    }

    /** In a process of its own, with the router's JVM settings. */
    public static HelperProcess start() {
        return HelperProcess.start(PlainProxy.class, FunctionBuild.JVM_SETTINGS);
    }

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(Machine.cores()));
        List<Integer> ports = new CopyOnWriteArrayList<>();
        vertx.deployVerticle(() -> new EventLoop(ports), new DeploymentOptions().setInstances(Machine.cores()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        Answers.serve(Target.class, new PlainProxy(ports.getFirst()));
        vertx.close();
    }

    @Override
    public Serializable answer(Target question) {
        target = question.port();
        return port;
    }

    /** One event loop's part of the proxy. */
    private static final class EventLoop extends AbstractVerticle {
        /** Of Vert.x: a free port, and the same for all who name the same negative number. */
        private static final int SHARED_FREE_PORT = -1;

        private final List<Integer> ports;

        EventLoop(List<Integer> ports) {
            this.ports = ports;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
            vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> pass(client, request, body)))
                    .listen(SHARED_FREE_PORT, "127.0.0.1")
                    .map(HttpServer::actualPort)
                    .onSuccess(ports::add)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private static void pass(HttpClient client, HttpServerRequest request, Buffer body) {
            client.request(new RequestOptions()
                            .setHost("127.0.0.1")
                            .setPort(target)
                            .setMethod(request.method())
                            .setURI(request.uri())
                            .setHeaders(request.headers()))
                    .compose(onward -> onward.send(body))
                    .onSuccess(response -> back(request, response))
                    .onFailure(failure -> request.response().setStatusCode(502).end());
        }

        private static void back(HttpServerRequest request, HttpClientResponse response) {
            request.response().setStatusCode(response.statusCode());
            request.response().headers().setAll(response.headers());
            response.body().onSuccess(request.response()::end);
        }
    }
}
