package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.EmbedBuild;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

/** {@code POST /embed}: a JSON object in, a JSON object out. */
@ExtendWith(SharedFunction.class)
class TypedFunctionIT {

    private static final String TEXT = "{\"text\": \"A small flame lights the big burner.\"}";

    private final FunctionProcess function;

    TypedFunctionIT(FunctionProcess function) {
        this.function = function;
    }

    @Test
    void answersATextWithANormalisedEmbedding() {
        Answer answer = function.send(Request.post("/embed", TEXT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        float[] embedding = Json.floats(answer.json().required("embedding"));
        assertThat(embedding).hasSize(384);
        double squares = 0;
        for (float value : embedding) {
            squares += value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void countsTheTokensThatItRead() {
        function.request()
                .contentType("application/json")
                .body("{\"text\": \"hello world\"}")
                .post("/embed")
                .then()
                .statusCode(200)
                .body("tokens", equalTo(4)); // with those that mark begin and end
    }

    @Test
    void saysWhereTheTimeWent() {
        function.request()
                .contentType("application/json")
                .body(TEXT)
                .post("/embed")
                .then()
                .header("Server-Timing", matchesPattern("queue;dur=\\d+\\.\\d{3}, infer;dur=\\d+\\.\\d{3}"));
    }

    @Test
    void saysWhatTheAnswerDependsOn() {
        function.request()
                .contentType("application/json")
                .body(TEXT)
                .post("/embed")
                .then()
                .header("Pilotlight-Answer-Digest", servedDigest());
    }

    @Test
    void answersACallerWhoPinsTheServedDigest() {
        function.request()
                .contentType("application/json")
                .header("Pilotlight-Answer-Digest", servedDigest())
                .body(TEXT)
                .post("/embed")
                .then()
                .statusCode(200);
    }

    private static String servedDigest() {
        return EmbedBuild.variant().required("answerDigest").textValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "APPLICATION/JSON;charset=UTF-8",
                "application/vnd.example+json"
            })
    void takesEveryJsonMediaType(String mediaType) {
        Request request =
                Request.of("POST", "/embed").header("Content-Type", mediaType).body(TEXT);

        assertThat(function.send(request).status()).isEqualTo(200);
    }

    @Test
    void takesABodyWithoutAMediaTypeAtItsContent() {
        assertThat(function.send(Request.of("POST", "/embed").body(TEXT)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true", "null"})
    void takesTruncateForATextThatNeedsNone(String truncate) {
        function.request()
                .contentType("application/json")
                .body("{\"text\": \"hello world\", \"truncate\": " + truncate + "}")
                .post("/embed")
                .then()
                .statusCode(200)
                .body("embedding", hasSize(384))
                .body("tokens", greaterThan(0));
    }

    @ParameterizedTest
    @CsvSource({
        "Pilotlight-Latency-Tier, realtime",
        "Pilotlight-Latency-Tier, interactive",
        "Pilotlight-Latency-Tier, Batch",
        "Pilotlight-Deadline-Ms, 10000",
        "Pilotlight-Deadline-Ms, 999999999999",
        "grpc-timeout, 10S",
        "grpc-timeout, 99999999H",
        "x-envoy-expected-rq-timeout-ms, 10000"
    })
    void takesTierAndDeadline(String header, String value) {
        function.request()
                .contentType("application/json")
                .header(header, value)
                .body(TEXT)
                .post("/embed")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"}) // by upgrade, as Java's own client does unasked
    void answersOverBothVersionsOfHttp(HttpClient.Version version) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpRequest request = HttpRequest.newBuilder(function.address().resolve("/embed"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(TEXT))
                    .build();

            HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.version()).isEqualTo(version);
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @Test
    void readsABodyInChunks() throws IOException {
        try (Connection connection = function.connect()) {
            connection.send("POST /embed HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < TEXT.length(); i++) {
                connection.send("1\r\n" + TEXT.charAt(i) + "\r\n");
            }
            connection.send("0\r\n\r\n");

            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws IOException {
        try (Connection connection = function.connect()) {
            Request request = Request.post("/embed", TEXT).header("Expect", "100-continue");
            connection.send(request.head());
            assertThat(connection.answer().status()).isEqualTo(100);

            connection.send(request.body());
            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }
}
