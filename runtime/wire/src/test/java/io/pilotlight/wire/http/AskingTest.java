package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.telemetry.RequestMetrics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Who asks is found out before he is answered, by a real server: at once, or while his body waits. */
@Timeout(60)
class AskingTest {

    private static final long LATER_MILLIS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int port;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        Dispatcher dispatcher = new Dispatcher(
                new Admission(10, 1 << 20),
                new CallReader(tier -> Duration.ofSeconds(10), Duration.ofMinutes(1), Optional.empty()),
                new RequestMetrics(new SimpleMeterRegistry()),
                new ReplyWriter(10_000, 100),
                1 << 20,
                10_000);
        RouteTable table = new RouteTable(router, dispatcher);
        table.getAs("/now/:what", AskingTest::now, (who, parameters) -> said(who, parameters.getOrDefault("what", "")));
        table.getAs("/later/:what", this::later, (who, parameters) -> said(who, parameters.getOrDefault("what", "")));
        table.postAs("/now", AskingTest::now, AskingTest::echo);
        table.postAs("/later", this::later, AskingTest::echo);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        port = server.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    @AfterEach
    void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Future<String> now(RoutingContext context) {
        String name = context.request().getHeader("Name");
        return name == null
                ? Future.failedFuture(new InferenceException(ErrorCode.UNAUTHENTICATED, "header Name: it is missing"))
                : Future.succeededFuture(name);
    }

    private Future<String> later(RoutingContext context) {
        Promise<String> name = Promise.promise();
        vertx.setTimer(LATER_MILLIS, id -> now(context).onComplete(name));
        return name.future();
    }

    private static Reply said(String who, String what) {
        return Reply.json((who + " asks of " + what).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply echo(String who, Exchange exchange) {
        return Reply.json(exchange.body()).with("Name", who);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/later"})
    void description_knowsWhoAsksAndOfWhat(String path) throws Exception {
        assertThat(send(request(path + "/models").header("Name", "Ada")).body()).isEqualTo("Ada asks of models");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/later"})
    void endpoint_knowsWhoAsksAndHasTheWholeBody(String path) throws Exception {
        String body = "0123456789".repeat(50_000);

        HttpResponse<String> answer =
                send(request(path).header("Name", "Ada").POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(answer.headers().firstValue("Name")).contains("Ada");
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/later"})
    void whoIsNobody_isRefusedWithoutAnAnswer(String path) throws Exception {
        HttpResponse<String> described = send(request(path + "/models"));
        HttpResponse<String> answered = send(request(path).POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(described.statusCode()).isEqualTo(401);
        assertThat(answered.statusCode()).isEqualTo(401);
        assertThat(answered.body()).contains("header Name: it is missing");
    }

    @Test
    void otherMethod_isRefusedWhoeverAsks() throws Exception {
        assertThat(send(request("/later").DELETE()).statusCode()).isEqualTo(405);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
