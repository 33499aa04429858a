package io.pilotlight.tests.benchmark.transfer;

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
import io.vertx.core.http.HttpServer;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What to compare with: Vert.x alone, with its own settings, on as many event loops as a function has, which answers a
 * request with its body once it has all of it. (An echo could answer while it still reads; nothing that computes can.)
 */
final class EchoServer implements Answers<EchoServer.Port> {
    private static final long START_SECONDS = 30;

    private final int port;

    /** Asks where it listens. */
    record Port() implements Question<Integer> {
        @Override
        public Class<Integer> answerType() {
            return Integer.class;
        }
    }

    private EchoServer(int port) {
        this.port = port;
    }

    /** In a process of its own, with the JVM settings of a function. */
    static HelperProcess start() {
        return HelperProcess.start(EchoServer.class, FunctionBuild.JVM_SETTINGS);
    }

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops()));
        List<Integer> ports = new CopyOnWriteArrayList<>();
        vertx.deployVerticle(() -> new Echo(ports), new DeploymentOptions().setInstances(eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(START_SECONDS, TimeUnit.SECONDS);
        Answers.serve(Port.class, new EchoServer(ports.getFirst()));
        vertx.close();
    }

    /** Half of the cores, as a function has. */
    static int eventLoops() {
        return Math.max(1, Machine.cores() / 2);
    }

    @Override
    public Serializable answer(Port question) {
        return port;
    }

    /** One event loop's part of the server. */
    private static final class Echo extends AbstractVerticle {
        /** Of Vert.x: a free port, and the same for all who name the same negative number. */
        private static final int SHARED_FREE_PORT = -1;

        private final List<Integer> ports;

        Echo(List<Integer> ports) {
            this.ports = ports;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(request.response()::end))
                    .listen(SHARED_FREE_PORT, "127.0.0.1")
                    .map(HttpServer::actualPort)
                    .onSuccess(ports::add)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
