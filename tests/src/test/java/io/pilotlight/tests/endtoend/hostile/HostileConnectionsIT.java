package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.ErrorForm;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.LongRequest;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.Resource;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers that do not keep to HTTP, or keep to it and mean no good. */
@ExtendWith(SharedFunction.class)
class HostileConnectionsIT {

    private static final String TEXT = "{\"text\": \"hello world\"}";
    private static final int MEGABYTE = 1_000_000;

    private final FunctionProcess function;

    HostileConnectionsIT(FunctionProcess function) {
        this.function = function;
    }

    /** Whatever a test did, nobody else notices, and nothing of it is left. */
    @AfterEach
    void servesOthersAndHoldsNothing() {
        assertThat(function.send(Request.post("/embed", TEXT)).status()).isEqualTo(200);
        await().until(() -> function.metrics().gauge("http_server_active_requests") == 0);
    }

    @ParameterizedTest
    @CsvSource({"/embed, PROBLEM", "/, PROBLEM", "/v2/models/embed/infer, OPEN_INFERENCE", "/v1/embeddings, OPENAI"})
    void refusesAnAnnouncedBodyThatIsTooLargeBeforeItComes(String path, ErrorForm form) throws IOException {
        try (Connection connection = function.connect()) {
            connection.patience(Duration.ofMillis(500)); // it will never come
            connection.send(
                    Request.post(path, "{").header("Content-Length", "50000000").bytes());

            Answer answer = connection.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(form.messageIn(answer)).contains("body", "16777216", "50000000");
        }
    }

    @Test
    void doesNotAskForAnAnnouncedBodyThatIsTooLarge() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.post("/embed", "")
                    .header("Content-Length", "50000000")
                    .header("Expect", "100-continue")
                    .bytes());

            assertThat(connection.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void showsItsRefusalToACallerWhoSendsOn() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.post("/embed", "")
                    .header("Content-Length", "50000000")
                    .bytes());
            connection.sendUntilAnswered(new byte[64 * 1024], 50 * MEGABYTE);

            assertThat(connection.answer().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({"/embed, PROBLEM", "/v2/models/embed/infer, OPEN_INFERENCE", "/v1/embeddings, OPENAI"})
    void refusesABodyThatNeverEndsAsSoonAsItIsTooLarge(String path, ErrorForm form) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.of("POST", path)
                    .header("Transfer-Encoding", "chunked")
                    .head());
            long sent = connection.sendUntilAnswered(Resource.bytes("10000\r\n«repeat 65536 x»\r\n"), 40 * MEGABYTE);

            Answer answer = connection.answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(form.messageIn(answer)).contains("body", "16777216");
            assertThat(sent).isGreaterThan(16 * MEGABYTE);
        }
    }

    @Test
    void refusesAnUnknownPathToACallerWhoSendsOn() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.post("/nope", "")
                    .header("Content-Length", "50000000")
                    .bytes());
            connection.sendUntilAnswered(new byte[64 * 1024], 50 * MEGABYTE);

            assertThat(connection.answer().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "GET\r\n\r\n",
                "GET /embed\r\n\r\n",
                "GET /embed HTTP/9.9\r\n\r\n",
                "GET /embed FTP/1.1\r\n\r\n",
                "GET /a path HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /embed HTTP/1.1\r\nno colon\r\n\r\n",
                "POST /embed HTTP/1.1\r\n: no name\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nX-\u0000: x\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1, 2\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u00f4\u0001\u0000\u0000\u00f0\u0003\u0003 a TLS greeting\r\n\r\n"
            })
    void refusesWhatIsNotHttp(String bytes) throws IOException {
        try (Connection connection = function.connect()) {
            connection.patience(Duration.ofSeconds(5));
            connection.send(bytes);
            assertThat(connection.answer().status()).as(bytes).isGreaterThanOrEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz", "-1", "FFFFFFFFFFFFFFFF", "«repeat 10000 1»"})
    void hangsUpOnChunksThatAreNone(String size) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.of("POST", "/embed")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            connection.send(Resource.bytes(size + "\r\n"));

            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"/embed, PROBLEM", "/v2/models/embed/infer, OPEN_INFERENCE", "/v1/embeddings, OPENAI"})
    void refusesARequestWithoutAHost(String path, ErrorForm form) throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST " + path + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

            Answer answer = connection.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(form.messageIn(answer)).contains("Host");
        }
    }

    @Test
    void refusesARequestLineThatIsTooLong() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.get("/" + "x".repeat(20_000)).bytes());

            assertThat(connection.answer().status()).isEqualTo(414);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void refusesHeadersThatAreTooLarge() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(
                    Request.post("/embed", TEXT).header("X", "x".repeat(20_000)).bytes());

            assertThat(connection.answer().status()).isEqualTo(431);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void refusesHeadersThatNeverEnd() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST /embed HTTP/1.1\r\nHost: localhost\r\n");
            connection.sendUntilAnswered(Resource.bytes("X: «repeat 1000 x»\r\n"), 20 * MEGABYTE);

            assertThat(connection.answer().status()).isEqualTo(431);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.post("/embed", TEXT).bytes());
            connection.send(Request.post("/nope", TEXT).bytes());
            connection.send(Request.post("/embed", "{").bytes());
            connection.send(Request.get("/v2/health/live").bytes());

            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(404);
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.answer().text()).isEqualTo("{\"live\":true}");
        }
    }

    @Test
    void answersAnUnreadableRequestAfterTheOnesBeforeIt() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.post("/embed", TEXT).bytes());
            connection.send(Request.post("/embed", TEXT).bytes());
            connection.send("POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n");

            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(400);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    /** Nobody is there to be told, and nobody else is bothered: the log stays clean. */
    @ParameterizedTest
    @ValueSource(
            strings = {"POST /embed HTTP/1.1\r\nHost: local", "POST /embed HTTP/1.1\r\nContent-Length: many\r\n\r\n"})
    void forgetsAnUnreadableRequestOfOneWhoHangsUp(String unreadable) throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = function.connect()) {
                connection.send(Request.post("/embed", TEXT).bytes());
                connection.send(Request.post("/embed", TEXT).bytes());
                connection.send(unreadable);
            }
        }
    }

    @Test
    void servesTheNextRequestOfAConnectionAfterARefusal() throws IOException {
        try (Connection connection = function.connect()) {
            for (int i = 0; i < 3; i++) {
                connection.send(Request.post("/embed", TEXT)
                        .header("Content-Encoding", "gzip")
                        .bytes());
                assertThat(connection.answer().status()).isEqualTo(415);
                connection.send(Request.post("/embed", TEXT).bytes());
                assertThat(connection.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void answersHttp10AndHangsUp() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST /embed HTTP/1.0\r\nContent-Length: " + TEXT.length() + "\r\n\r\n" + TEXT);

            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/embed", "/v2/models/embed/infer", "/v1/embeddings", "/nope"})
    void forgetsCallersWhoHangUpInTheMiddleOfABody(String path) throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Connection connection = function.connect()) {
                connection.send(Request.post(path, "{\"text\": \"hel")
                        .header("Content-Length", "100000")
                        .bytes());
                if (i % 2 == 0) {
                    connection.reset();
                }
            }
        }
    }

    @Test
    void forgetsCallersWhoHangUpInTheMiddleOfAChunk() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send(Request.of("POST", "/embed")
                    .header("Transfer-Encoding", "chunked")
                    .head());
            connection.send("100\r\n{\"text\": \"hel");
            connection.finishSending();

            assertThat(connection.isClosedByPeer()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("longRequests")
    void computesNothingMoreForACallerWhoHangsUp(Request request) throws IOException {
        double before = function.metrics().value("pilotlight_inference_items_total");
        try (Connection connection = function.connect()) {
            connection.send(request.bytes());
            await().until(() -> function.metrics().gauge("pilotlight_inference_queued_rows") > 10);
            connection.reset();
        }

        await().until(() -> function.metrics().gauge("pilotlight_inference_queued_rows") == 0);
        assertThat(function.metrics().value("pilotlight_inference_items_total") - before)
                .as("answered items")
                .isLessThan(100);
    }

    static List<Request> longRequests() {
        return List.of(LongRequest.ofTexts(200), LongRequest.ofEvents(200));
    }

    /** Small requests wait on the event loop, where no thread is interrupted. */
    @Test
    void computesNothingForCallersOfSmallRequestsWhoHangUpWhileTheyWait() throws IOException {
        int textsBefore = 200;
        int callers = 50;
        double before = function.metrics().value("pilotlight_inference_items_total");
        List<Connection> gone = new ArrayList<>();
        try (Connection busy = function.connect()) {
            busy.send(LongRequest.ofTexts(textsBefore).bytes());
            await().until(() -> function.metrics().gauge("pilotlight_inference_queued_rows") > 0.5 * textsBefore);
            for (int i = 0; i < callers; i++) {
                Connection caller = function.connect();
                caller.send(Request.post("/embed", "{\"text\": \"nobody waits for caller " + i + "\"}")
                        .bytes());
                gone.add(caller);
            }
            await().until(() -> function.metrics().gauge("http_server_active_requests") >= callers);
            for (Connection caller : gone) {
                caller.reset();
            }
            assertThat(busy.answer().status()).isEqualTo(200);
        }

        await().until(() -> function.metrics().gauge("http_server_active_requests") == 0);
        assertThat(function.metrics().value("pilotlight_inference_items_total") - before)
                .as("answered items")
                .isBetween((double) textsBefore, textsBefore + 0.5 * callers);
    }

    @Test
    void servesOthersWhileManyConnectionsSayNothing() throws IOException {
        List<Connection> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Connection connection = function.connect();
                silent.add(connection);
                connection.send(i % 2 == 0 ? "" : "POST /embed HTTP/1.1\r\nHost: loc");
            }

            assertThat(function.send(Request.post("/embed", TEXT)).status()).isEqualTo(200);
        } finally {
            for (Connection connection : silent) {
                connection.close();
            }
        }
    }

    /** A connection of HTTP/2 carries many requests, often of many callers behind one proxy. */
    @Test
    void servesTheOthersOfAnHttp2ConnectionOnWhichOneIsRefused() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest ask = HttpRequest.newBuilder(function.address().resolve("/embed"))
                    .POST(HttpRequest.BodyPublishers.ofString(TEXT))
                    .build();
            assertThat(client.sendAsync(ask, HttpResponse.BodyHandlers.ofString())
                            .join()
                            .version())
                    .isEqualTo(HttpClient.Version.HTTP_2);
            HttpRequest flood = HttpRequest.newBuilder(function.address().resolve("/embed"))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(Zeros::new))
                    .build();

            CompletableFuture<HttpResponse<String>> flooding =
                    client.sendAsync(flood, HttpResponse.BodyHandlers.ofString());
            List<CompletableFuture<HttpResponse<String>>> neighbours = new ArrayList<>();
            while (!flooding.isDone()) {
                CompletableFuture<HttpResponse<String>> neighbour =
                        client.sendAsync(ask, HttpResponse.BodyHandlers.ofString());
                neighbours.add(neighbour);
                assertThat(neighbour.join().statusCode()).isEqualTo(200);
            }

            assertThat(flooding.join().statusCode()).isEqualTo(413);
            assertThat(neighbours).isNotEmpty();
        }
    }

    /** Never ends. */
    private static final class Zeros extends InputStream {

        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return length;
        }
    }
}
