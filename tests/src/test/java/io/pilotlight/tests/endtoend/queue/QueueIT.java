package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.KafkaProcess;
import io.pilotlight.tests.process.Request;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Records of every kind, and what becomes of them: each has one outcome, which says where it comes from. */
class QueueIT {

    private static final Map<String, String> EVENT = Map.of(
            "ce_specversion",
            "1.0",
            "ce_source",
            "/orders",
            "ce_type",
            "text.written",
            "content-type",
            "application/json");
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static KafkaProcess kafka;
    private static FunctionProcess function;
    private static QueueClient queue;

    @BeforeAll
    static void start() throws InterruptedException {
        kafka = KafkaProcess.start();
        queue = new QueueClient(kafka.address());
        function = FunctionProcess.launch()
                .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
                .environment("PILOTLIGHT_QUEUE_ATTEMPTS", "2")
                .environment("PILOTLIGHT_QUEUE_BACKOFF", "300ms")
                .environment("PILOTLIGHT_QUEUE_SESSION_TIMEOUT", "2s")
                .environment("PILOTLIGHT_QUEUE_MAX_POLL_INTERVAL", "6s") // a chunk has a quarter of that
                .start();
    }

    @AfterAll
    static void stop() {
        function.close();
        queue.close();
        kafka.close();
    }

    private static String event(String id, String text) {
        return Json.write(Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                "/orders",
                "type",
                "text.written",
                "data",
                Map.of("text", text)));
    }

    private static float[] embedding(JsonNode result) {
        return Json.floats(result.required("embedding"));
    }

    /** What the function says to the same by HTTP. */
    private static float[] right(String text) {
        Answer answer = function.send(Request.post("/embed", Json.write(Map.of("text", text))));
        assertThat(answer.status()).isEqualTo(200);
        return embedding(Json.parse(answer.body()));
    }

    private static JsonNode json(Seen outcome) {
        return Json.parse(outcome.record().value());
    }

    @Test
    void plainJson_isAnsweredAsByHttp() {
        long offset = queue.send("{\"text\": \"a card\"}", Map.of("traceparent", TRACE));

        Seen result = queue.outcome(offset);
        assertThat(result.isResult()).isTrue();
        assertThat(embedding(json(result))).containsExactly(right("a card"));
        assertThat(result.record().key()).asString().isEqualTo("key");
        assertThat(result.header("pilotlight-origin-topic")).isEqualTo("embed.requests");
        assertThat(result.header("pilotlight-origin-partition")).isEqualTo("0");
        assertThat(result.header("pilotlight-attempts")).isEqualTo("1");
        assertThat(result.header("pilotlight-answer-digest")).startsWith("sha256:");
        assertThat(result.header("pilotlight-timing")).contains("infer;dur=");
        assertThat(result.header("pilotlight-cache-status")).startsWith("Pilotlight;");
        assertThat(result.header("traceparent")).isEqualTo(TRACE);
    }

    @Test
    void binaryEvent_isAnsweredByOne() {
        Map<String, String> headers = new HashMap<>(EVENT);
        headers.put("ce_id", "binary-1");
        long offset = queue.send("{\"text\": \"a pin\"}", headers);

        Seen result = queue.outcome(offset);
        assertThat(embedding(json(result))).containsExactly(right("a pin"));
        assertThat(result.header("ce_type")).isEqualTo("embed.output");
        assertThat(result.header("ce_causationid")).isEqualTo("binary-1");
        assertThat(result.header("pilotlight-event-source")).isEqualTo("/orders");
        assertThat(result.header("pilotlight-event-id")).isEqualTo("binary-1");
    }

    @Test
    void structuredEvent_isAnsweredByOne() {
        long offset = queue.send(event("structured-1", "a board"), Map.of());

        Seen result = queue.outcome(offset);
        assertThat(result.header("content-type")).isEqualTo("application/cloudevents+json");
        assertThat(json(result).required("type").textValue()).isEqualTo("embed.output");
        assertThat(embedding(json(result).required("data"))).containsExactly(right("a board"));
        assertThat(result.header("pilotlight-event-id")).isEqualTo("structured-1");
    }

    @Test
    void batchLine_isAnsweredByOne() {
        long offset = queue.send(
                "{\"custom_id\": \"line-1\", \"method\": \"POST\", \"url\": \"/v1/embeddings\","
                        + " \"body\": {\"model\": \"embed\", \"input\": [\"a card\", \"a pin\"]}}",
                Map.of());

        Seen result = queue.outcome(offset);
        JsonNode line = json(result);
        assertThat(line.required("custom_id").textValue()).isEqualTo("line-1");
        assertThat(result.header("pilotlight-custom-id")).isEqualTo("line-1");
        assertThat(line.required("response").required("status_code").intValue()).isEqualTo(200);
        JsonNode data = line.required("response").required("body").required("data");
        assertThat(embedding(data.required(0))).containsExactly(right("a card"));
        assertThat(embedding(data.required(1))).containsExactly(right("a pin"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {"text": 5}                                                                | INVALID_REQUEST        | `text`
            {"text"                                                                    | INVALID_REQUEST        | JSON
            no json                                                                    | INVALID_REQUEST        | JSON
            []                                                                         | INVALID_REQUEST        | object
            {"text": " "}                                                              | INVALID_REQUEST        | `text`
            {"specversion": "1.0", "id": "malformed-1", "type": "t"}                   | INVALID_REQUEST        | `source`
            {"specversion": "2.0", "id": "malformed-2", "source": "s", "type": "t"}    | INVALID_REQUEST        | `specversion`
            {"custom_id": "m", "method": "GET", "url": "/v1/embeddings", "body": {}}   | INVALID_REQUEST        | `method`
            {"custom_id": "m", "method": "POST", "url": "/v1/other", "body": {}}       | INVALID_REQUEST        | `url`
            {"custom_id": "m", "method": "POST", "url": "/v1/embeddings", "body": {"model": "gpt", "input": "a"}} | UNKNOWN_MODEL | gpt
            """)
    void malformedRecord_isADeadLetterWithItsReason(String value, String code, String inMessage) {
        long offset = queue.send(value, Map.of("mine", "kept"));

        Seen letter = queue.outcome(offset);
        assertThat(letter.isResult()).isFalse();
        assertThat(letter.header("pilotlight-error-code")).isEqualTo(code);
        assertThat(letter.header("pilotlight-error-message")).contains(inMessage);
        assertThat(letter.header("pilotlight-attempts")).isEqualTo("1");
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.header("mine")).isEqualTo("kept");
    }

    @Test
    void recordsWithoutValueOrUtf8OrOfAnotherType_areDeadLetters() {
        long none = queue.send(new byte[0], Map.of());
        long bytes = queue.send(new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', '}'}, Map.of());
        long xml = queue.send("<text/>", Map.of("content-type", "application/xml"));

        List<Seen> letters = queue.outcomes(3, none);
        assertThat(QueueClient.of(none, letters).header("pilotlight-error-code"))
                .isEqualTo("INVALID_REQUEST");
        assertThat(QueueClient.of(bytes, letters).header("pilotlight-error-code"))
                .isEqualTo("INVALID_REQUEST");
        assertThat(QueueClient.of(xml, letters).header("pilotlight-error-code")).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void poisonedRecords_takeNothingFromTheirNeighbours() {
        List<Long> offsets = IntStream.range(0, 200)
                .mapToObj(i -> queue.send(
                        i % 100 == 50
                                ? "{\"text\": \"" + "word ".repeat(400) + "\"}"
                                : "{\"text\": \"neighbour " + i + "\"}",
                        Map.of()))
                .toList();

        List<Seen> outcomes = queue.outcomes(200, offsets.getFirst());
        assertThat(outcomes).hasSize(200);
        assertThat(outcomes.stream().filter(outcome -> !outcome.isResult()).map(QueueClient::offset))
                .containsExactlyInAnyOrder(offsets.get(50), offsets.get(150));
        assertThat(outcomes.stream().filter(Seen::isResult).map(QueueClient::offset))
                .as("the order of a key")
                .isSorted();
    }

    @Test
    void sameEventAgain_hasNoSecondOutcome() {
        long first = queue.send(event("again-1", "a card"), Map.of());
        queue.outcome(first);

        long again = queue.send(event("again-1", "a card"), Map.of());
        long replayed = queue.send(event("again-1", "a card"), Map.of("pilotlight-replay", "0-1"));
        long other = queue.send(event("again-2", "a card"), Map.of());

        assertThat(queue.outcomes(2, again).stream().map(QueueClient::offset)).containsExactly(replayed, other);
    }

    /** Far more than can be computed within a chunk's time. */
    @Test
    void faultThatMayPass_isTriedAgainAndThenADeadLetter() throws InterruptedException {
        String texts = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"" + "word ".repeat(120) + i + "\"")
                .collect(Collectors.joining(","));
        long offset = queue.send(
                "{\"custom_id\": \"slow\", \"method\": \"POST\", \"url\": \"/v1/embeddings\","
                        + " \"body\": {\"model\": \"embed\", \"input\": [" + texts + "]}}",
                Map.of("mine", "kept"));

        Seen letter = queue.outcome(offset);
        assertThat(letter.isResult()).isFalse();
        assertThat(letter.header("pilotlight-error-code")).startsWith("DEADLINE");
        assertThat(letter.header("pilotlight-attempts")).isEqualTo("2");
        assertThat(letter.header("pilotlight-custom-id")).isEqualTo("slow");
        assertThat(letter.header("mine")).isEqualTo("kept");
        await().atMost(Duration.ofSeconds(20)).until(() -> queue.lag() == 0);
    }

    @Test
    void whatHappens_isCounted() {
        long offset = queue.send("{\"text\": \"counted\"}", Map.of());
        queue.outcome(offset);

        assertThat(function.metrics().value("pilotlight_queue_outcomes_total", "outcome=\"result\""))
                .isPositive();
        assertThat(function.metrics()
                        .value(
                                "messaging_client_consumed_messages_total",
                                "messaging_destination_name=\"embed.requests\""))
                .isPositive();
    }

    @Test
    void brokersThatComeLater_areWorkedForThen() throws InterruptedException {
        int port = KafkaProcess.nowhere();
        try (FunctionProcess early = FunctionProcess.launch()
                .environment("PILOTLIGHT_QUEUE_SERVERS", "127.0.0.1:" + port)
                .start()) {
            assertThat(early.send(Request.post("/embed", "{\"text\": \"a card\"}"))
                            .status())
                    .isEqualTo(200);
            try (KafkaProcess late = KafkaProcess.startAt(port);
                    QueueClient client = new QueueClient(late.address())) {
                long offset = client.send("{\"text\": \"a card\"}", Map.of());
                assertThat(client.outcome(offset).isResult()).isTrue();
                long kept = client.send("{\"text\": \"a pin\"}", Map.of());
                client.outcome(kept);
                late.crash();
                long after = client.send("{\"text\": \"a board\"}", Map.of());
                assertThat(client.outcome(after).isResult()).isTrue();
            }
        }
    }
}
