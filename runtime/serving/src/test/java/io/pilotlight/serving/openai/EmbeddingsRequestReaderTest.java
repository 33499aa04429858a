package io.pilotlight.serving.openai;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.serving.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingsRequestReaderTest {

    private final EmbeddingsRequestReader reader = new EmbeddingsRequestReader(384);

    @Test
    void read_oneText_isAListOfOne() {
        assertThat(read("{\"model\": \"embed\", \"input\": \"a\"}"))
                .isEqualTo(new EmbeddingsRequest("embed", List.of("a"), false, false));
    }

    @Test
    void read_allFields_areTakenAndTheirNullsAreAbsent() {
        assertThat(read("""
                        {"model": "embed", "input": ["a", "", "b"], "encoding_format": "base64", "dimensions": 384,
                         "truncate": true, "user": "u-1", "future": {"x": [1]}}""")).isEqualTo(new EmbeddingsRequest("embed", List.of("a", "", "b"), true, true));
        assertThat(read("""
                        {"model": "embed", "input": "a", "encoding_format": null, "dimensions": null,
                         "truncate": null, "user": null}""")).isEqualTo(new EmbeddingsRequest("embed", List.of("a"), false, false));
    }

    @Test
    void read_floatEncoding_isNotBase64() {
        assertThat(read("{\"model\": \"embed\", \"input\": \"a\", \"encoding_format\": \"float\"}")
                        .base64())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"input\": \"a\"}", "{\"input\": \"a\", \"model\": null}", "{\"input\": \"a\", \"model\": 1}"})
    void read_noModel_isRefusedByName(String body) {
        Refusal.of(() -> read(body))
                .is(ErrorCode.INVALID_REQUEST)
                .names("model")
                .says("expected a string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|null",
                "1|number 1",
                "true|boolean true",
                "{}|an object",
                "[]|an empty array",
                "[1, 2, 3]|number 1",
                "[[1, 2], [3]]|an array",
                "[\"a\", null]|null",
                "[\"a\", 5]|number 5"
            })
    void read_inputThatIsNoText_isRefusedByName(String input, String given) {
        Refusal.of(() -> read("{\"model\": \"embed\", \"input\": " + input + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("input")
                .says("expected a string or an array of strings", given)
                .doesNotSay("null null");
    }

    @Test
    void read_noInput_isRefusedByName() {
        Refusal.of(() -> read("{\"model\": \"embed\"}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("input")
                .says("missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encoding_format|\"base32\"",
                "encoding_format|\"FLOAT\"",
                "encoding_format|1",
                "encoding_format|[\"float\"]",
                "dimensions|256",
                "dimensions|384.0",
                "dimensions|\"384\"",
                "dimensions|0",
                "dimensions|4294967680",
                "dimensions|-384",
                "truncate|\"true\"",
                "truncate|1"
            })
    void read_optionThatWeDoNotHave_isRefusedByName(String field, String value) {
        Refusal.of(() -> read("{\"model\": \"embed\", \"input\": \"a\", \"" + field + "\": " + value + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names(field)
                .isShort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"a\"", "1"})
    void read_anythingButAnObject_isRefused(String body) {
        Refusal.of(() -> read(body)).is(ErrorCode.INVALID_REQUEST).names("body").says("expected an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"model\": \"embed\", \"input\": \"a\"} {}",
                "{\"model\": \"a\", \"model\": \"b\"}",
                "{\"input\": NaN}",
                "input=a"
            })
    void read_brokenJson_isRefusedWithoutOurClassNames(String body) {
        Refusal.of(() -> read(body))
                .is(ErrorCode.INVALID_REQUEST)
                .names("body")
                .doesNotSay("JsonNode", "jackson", "java.");
    }

    @Test
    void read_nestingFiveThousandDeepUnderAnUnknownField_isRefused() {
        Refusal.of(() -> read("{\"unknown\": " + "{\"a\": ".repeat(5_000) + "1" + "}".repeat(5_001)))
                .is(ErrorCode.INVALID_REQUEST)
                .says("nesting depth")
                .isShort();
    }

    @Test
    void read_longWrongValue_isNotEchoedWhole() {
        Refusal.of(() -> read(
                        "{\"model\": \"m\", \"input\": \"a\", \"encoding_format\": \"" + "x".repeat(100_000) + "\"}"))
                .names("encoding_format")
                .isShort();
    }

    private EmbeddingsRequest read(String body) {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
