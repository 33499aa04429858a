package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

/** CloudEvents 1.0 over HTTP, {@code POST /}, in all three modes. */
@ExtendWith(SharedFunction.class)
class CloudEventsIT {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final FunctionProcess function;

    CloudEventsIT(FunctionProcess function) {
        this.function = function;
    }

    private static Request binary(String id, String source) {
        return Request.post("/", "{\"text\": \"hello world\"}")
                .header("ce-specversion", "1.0")
                .header("ce-type", "com.example.note")
                .header("ce-id", id)
                .header("ce-source", source);
    }

    private static String structured(String id, String source, String rest) {
        return """
                {"specversion": "1.0", "type": "com.example.note", "id": %s, "source": %s, %s}""".formatted(Json.write(id), Json.write(source), rest);
    }

    private static String structured(String id) {
        return structured(id, "/notes", "\"data\": {\"text\": \"hello world\"}");
    }

    private JsonNode answerTo(String mediaType, String body) {
        Answer answer = function.send(
                Request.of("POST", "/").header("Content-Type", mediaType).body(body));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(mediaType);
        return answer.json();
    }

    /** One attribute of each event of a batch. */
    private static List<String> each(JsonNode events, String attribute) {
        return events.valueStream()
                .map(event -> event.required(attribute).textValue())
                .toList();
    }

    @Test
    void answersABinaryEventWithABinaryEvent() {
        function.request()
                .contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", "com.example.note")
                .header("ce-id", "1")
                .header("ce-source", "/notes")
                .header("ce-time", "2026-11-23T10:00:00Z")
                .header("ce-subject", "greeting")
                .body("{\"text\": \"hello world\"}")
                .post("/")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", matchesPattern(UUID))
                .header("ce-source", "/embed")
                .header("ce-type", "embed.output")
                .header("ce-subject", "greeting")
                .header("ce-causationid", "1")
                .header("ce-causationsource", "/notes")
                .header("Pilotlight-Answer-Digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .header("Server-Timing", matchesPattern("queue;dur=.*, infer;dur=.*"))
                .body("embedding", hasSize(384))
                .body("tokens", equalTo(4));
    }

    /** The specification's own example. */
    @Test
    void readsAndWritesPercentEncodedHeaders() {
        Answer answer = function.send(binary("1", "/notes").header("ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80"));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("ce-subject")).contains("Euro%20%E2%82%AC%20%F0%9F%98%80");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "%e2%82%ac %E2%82%AC", // lower case
                "%67reeting greeting", // needlessly encoded
                "a+b a+b", // plus is a plus
                "100%25 100%25" // one round only
            })
    void decodesOneRoundOfPercentEncoding(String sent, String echoed) {
        Answer answer = function.send(binary("1", "/notes").header("ce-subject", sent));

        assertThat(answer.header("ce-subject")).contains(echoed);
    }

    /** Section 3.1.3.2: quoted values must be read, for senders of older versions. */
    @ParameterizedTest
    @ValueSource(strings = {"\"a greeting\"", "\"a\\ greeting\"", "\"a%20greeting\""})
    void readsQuotedHeaders(String quoted) {
        Answer answer = function.send(binary("1", "/notes").header("ce-subject", quoted));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.header("ce-subject")).contains("a%20greeting");
    }

    @Test
    void answersAStructuredEventWithAStructuredEvent() {
        JsonNode event = answerTo(
                STRUCTURED,
                structured("1", "/notes", "\"subject\": \"greeting\", \"data\": {\"text\": \"hello world\"}"));

        assertThat(event.required("specversion").textValue()).isEqualTo("1.0");
        assertThat(event.required("id").textValue()).matches(UUID);
        assertThat(event.required("source").textValue()).isEqualTo("/embed");
        assertThat(event.required("type").textValue()).isEqualTo("embed.output");
        assertThat(event.required("subject").textValue()).isEqualTo("greeting");
        assertThat(event.required("causationid").textValue()).isEqualTo("1");
        assertThat(event.required("causationsource").textValue()).isEqualTo("/notes");
        assertThat(event.required("datacontenttype").textValue()).isEqualTo("application/json");
        assertThat(event.required("data").required("embedding")).hasSize(384);
        assertThat(event.required("data").required("tokens").intValue()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"data\": {\"text\": \"hello world\"}",
                "\"datacontenttype\": \"application/json\", \"data\": {\"text\": \"hello world\"}",
                "\"datacontenttype\": \"application/json; charset=utf-8\", \"data\": {\"text\": \"hello world\"}",
                "\"datacontenttype\": \"application/vnd.example+json\", \"time\": null, \"data\": {\"text\": \"hello world\"}",
                "\"comexampleextension\": 5, \"dataschema\": \"/x\", \"data\": {\"text\": \"hello world\"}"
            })
    void readsDataWithAndWithoutAContentType(String rest) {
        assertThat(answerTo(STRUCTURED, structured("1", "/notes", rest))
                        .required("data")
                        .required("tokens")
                        .intValue())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {STRUCTURED + "; charset=UTF-8", "Application/CloudEvents+JSON"})
    void readsTheMediaTypeOfAnEventAsHttpDoes(String mediaType) {
        Request request =
                Request.of("POST", "/").header("Content-Type", mediaType).body(structured("1"));

        assertThat(function.send(request).contentType()).isEqualTo(STRUCTURED);
    }

    @Test
    void readsDataInBase64() {
        String data =
                Base64.getEncoder().encodeToString("{\"text\": \"hello world\"}".getBytes(StandardCharsets.UTF_8));

        JsonNode event = answerTo(STRUCTURED, structured("1", "/notes", "\"data_base64\": \"" + data + "\""));

        assertThat(event.required("data").required("tokens").intValue()).isEqualTo(4);
    }

    @Test
    void answersEachEventOfABatchInOrder() {
        JsonNode events =
                answerTo(BATCH, "[" + structured("1") + ", " + structured("2") + ", " + structured("3") + "]");

        assertThat(each(events, "type")).containsExactly("embed.output", "embed.output", "embed.output");
        assertThat(each(events, "causationid")).containsExactly("1", "2", "3");
        assertThat(each(events, "id")).doesNotHaveDuplicates();
    }

    @Test
    void takesNothingFromTheOthersWhenOneEventOfABatchIsBad() {
        JsonNode events = answerTo(
                BATCH,
                "[%s, %s, %s, %s, 5]"
                        .formatted(
                                structured("1"),
                                structured("2", "/notes", "\"data\": {\"text\": 5}"),
                                "{\"id\": \"3\", \"source\": \"/notes\"}",
                                structured("4")));

        assertThat(each(events, "type"))
                .containsExactly("embed.output", "embed.error", "embed.error", "embed.output", "embed.error");
        JsonNode error = events.required(1);
        assertThat(error.required("causationid").textValue()).isEqualTo("2");
        assertThat(error.required("datacontenttype").textValue()).isEqualTo("application/problem+json");
        assertThat(error.required("data").required("status").intValue()).isEqualTo(400);
        assertThat(error.required("data").required("code").textValue()).isEqualTo("INVALID_REQUEST");
        assertThat(error.required("data").required("detail").textValue()).contains("`text`");
        assertThat(events.required(2).required("causationid").textValue()).isEqualTo("3");
        assertThat(events.required(2).required("data").required("detail").textValue())
                .contains("specversion");
    }

    @Test
    void tellsTheErrorsOfABatchApart() {
        JsonNode events = answerTo(BATCH, "[{}, {}, 5]");

        assertThat(each(events, "id")).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void answersAnEmptyBatchWithAnEmptyBatch() {
        assertThat(answerTo(BATCH, "[]")).isEmpty();
    }

    @Test
    void givesTheAnswerToARepeatedEventTheSameIdentity() {
        String once = idOf(binary("7", "/notes"));

        assertThat(idOf(binary("7", "/notes"))).isEqualTo(once);
        assertThat(idOf(binary("%37", "/notes"))).isEqualTo(once);
        assertThat(answerTo(STRUCTURED, structured("7")).required("id").textValue())
                .isEqualTo(once);
        assertThat(each(answerTo(BATCH, "[" + structured("7") + "]"), "id")).containsExactly(once);
    }

    @Test
    void givesAnswersToDifferentEventsDifferentIdentities() {
        List<String> identities = List.of(
                idOf(binary("7", "/notes")),
                idOf(binary("8", "/notes")),
                idOf(binary("7", "/other")),
                idOf(binary("s7", "/note")), // the same letters, cut elsewhere
                idOf(binary("7output", "/notes")));

        assertThat(identities).doesNotHaveDuplicates();
    }

    private String idOf(Request event) {
        Answer answer = function.send(event);
        return answer.header("ce-id").orElseThrow(() -> new AssertionError(answer.toString()));
    }
}
