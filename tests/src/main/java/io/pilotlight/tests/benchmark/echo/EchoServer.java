package io.pilotlight.tests.benchmark.echo;

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
import io.vertx.core.http.HttpServer;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What to compare with: Vert.x alone, with its own settings, on as many event loops as a function has, which answers a
 * request with its own body, or with one that it was told, once it has all of the request. (An echo could answer while it
 * still reads; nothing that computes can.)
 */
public final class EchoServer implements Answers<EchoServer.Echo> {
    private static final long START_SECONDS = 30;

    private final int port;
    private final Replies replies;

    /**
     * Tells it what to answer, and asks where it listens.
     *
     * @param answer the body; empty for the request's own
     */
    public record Echo(String answer) implements Question<Integer> {
        @Override
        public Class<Integer> answerType() {
            return Integer.class;
        }
    }

    /** What to answer now; empty for the request's own body. */
    private static final class Replies {
        private volatile Buffer body = Buffer.buffer();
    }

    private EchoServer(int port, Replies replies) {
        this.port = port;
        this.replies = replies;
    }

    /** In a process of its own, with the JVM settings of a function. */
    public static HelperProcess start() {
        return HelperProcess.start(EchoServer.class, FunctionBuild.JVM_SETTINGS);
    }

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops()));
        List<Integer> ports = new CopyOnWriteArrayList<>();
        Replies replies = new Replies();
        vertx.deployVerticle(() -> new EventLoop(ports, replies), new DeploymentOptions().setInstances(eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        Answers.serve(Echo.class, new EchoServer(ports.getFirst(), replies));
        vertx.close();
    }

    /** Half of the cores, as a function has. */
    public static int eventLoops() {
        return Math.max(1, Machine.cores() / 2);
    }

    @Override
    public Serializable answer(Echo question) {
        replies.body = Buffer.buffer(question.answer());
        return port;
    }

    /** One event loop's part of the server. */
    private static final class EventLoop extends AbstractVerticle {
        /** Of Vert.x: a free port, and the same for all who name the same negative number. */
        private static final int SHARED_FREE_PORT = -1;

        private final List<Integer> ports;
        private final Replies replies;

        EventLoop(List<Integer> ports, Replies replies) {
            this.ports = ports;
            this.replies = replies;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request ->
                            request.body().onSuccess(body -> request.response().end(answer(body))))
                    .listen(SHARED_FREE_PORT, "127.0.0.1")
                    .map(HttpServer::actualPort)
                    .onSuccess(ports::add)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private Buffer answer(Buffer request) {
            Buffer told = replies.body;
            return told.length() == 0 ? request : told;
        }
    }
}
