package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class StructuredEventsTest {

    private static final String LEAST = """
            "specversion": "1.0", "id": "a-1", "source": "/shop", "type": "order.placed\"""";

    @Test
    void read_wholeEvent_givesAllItsAttributesAndItsData() throws IOException {
        CloudEvent event = read(LEAST + """
                        , "subject": "s-1", "time": "2026-11-23T10:00:00Z", "myextension": 5,
                         "datacontenttype": "application/json", "data": {"text": "café", "n": [1, 2.5, null]}""");

        assertThat(event.id()).isEqualTo("a-1");
        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.type()).isEqualTo("order.placed");
        assertThat(event.subject()).contains("s-1");
        assertThat(event.dataContentType()).contains("application/json");
        assertThat(Json.MAPPER.readTree(event.data().orElseThrow()))
                .isEqualTo(Json.MAPPER.readTree("{\"text\": \"café\", \"n\": [1, 2.5, null]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"subject\": null, \"datacontenttype\": null"})
    void read_leastEvent_hasNoSubjectNoTypeOfDataAndNoData(String nothing) {
        CloudEvent event = read(LEAST + nothing);

        assertThat(event.subject()).isEmpty();
        assertThat(event.dataContentType()).isEmpty();
        assertThat(event.data()).isEmpty();
    }

    @Test
    void read_base64Data_isDecoded() {
        CloudEvent event = read(LEAST + ", \"data_base64\": \"eyJ0ZXh0IjogImEifQ==\"");

        assertThat(event.data())
                .hasValueSatisfying(data -> assertThat(data).asString().isEqualTo("{\"text\": \"a\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "{}", "\"not base64!\"", "\"ä\""})
    void read_base64DataThatIsNone_isRefusedByName(String value) {
        Refusal.of(() -> read(LEAST + ", \"data_base64\": " + value))
                .is(ErrorCode.INVALID_REQUEST)
                .names("data_base64");
    }

    @Test
    void read_bothKindsOfData_areRefused() {
        Refusal.of(() -> read(LEAST + ", \"data\": {}, \"data_base64\": \"e30=\""))
                .is(ErrorCode.INVALID_REQUEST)
                .names("data")
                .says("got both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type"})
    void read_missingAttribute_isRefusedByName(String attribute) {
        Refusal.of(() -> read(LEAST.replace("\"" + attribute + "\"", "\"other\"")))
                .is(ErrorCode.INVALID_REQUEST)
                .names(attribute)
                .says("missing");
    }

    @ParameterizedTest
    @CsvSource({"specversion, 1.0", "id, 5", "id, ''", "source, {}", "type, true", "subject, ''", "datacontenttype, 1"})
    void read_attributeThatIsNoText_isRefusedByName(String attribute, String value) {
        String json = value.isEmpty() ? "\"\"" : value;
        String others = LEAST.replaceAll("\"" + attribute + "\": \"[^\"]*\"", "\"other\": \"x\"");

        Refusal.of(() -> read(others + ", \"" + attribute + "\": " + json))
                .is(ErrorCode.INVALID_REQUEST)
                .names(attribute)
                .says("expected a string that is not empty", "got " + json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "1", "1.0.2"})
    void read_anotherSpecVersion_isRefused(String version) {
        Refusal.of(() -> read(LEAST.replace("1.0", version)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("specversion")
                .says("expected 1.0, got " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"event\""})
    void read_anythingButAnObject_isRefused(String body) {
        Refusal.of(() -> StructuredEvents.read(StructuredEvents.tree(utf8(body))))
                .is(ErrorCode.INVALID_REQUEST)
                .names("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{\"id\": \"a\", \"id\": \"b\"}", "NaN", "<event/>"})
    void tree_brokenJson_isRefusedWithoutOurClassNames(String body) {
        Refusal.of(() -> StructuredEvents.tree(utf8(body)))
                .is(ErrorCode.INVALID_REQUEST)
                .names("body")
                .doesNotSay("JsonNode", "jackson", "java.");
    }

    @Test
    void tree_nestingFiveThousandDeep_isRefused() {
        Refusal.of(() -> StructuredEvents.tree(utf8("{\"unknown\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}")))
                .is(ErrorCode.INVALID_REQUEST)
                .says("nesting depth")
                .isShort();
    }

    private static CloudEvent read(String members) {
        return StructuredEvents.read(StructuredEvents.tree(utf8("{" + members + "}")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
