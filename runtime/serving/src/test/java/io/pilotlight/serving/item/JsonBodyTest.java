package io.pilotlight.serving.item;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class JsonBodyTest {

    /** What a caller has no use for: the names of our classes and of our libraries' settings. */
    private static final String[] JAVA_WORDS = {"io.pilotlight", "java.lang", "jackson", "StreamRead", "JsonNode"};

    public record Text(String text, @Nullable Boolean truncate) {}

    public record Counted(int count, @Nullable Integer more) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by its parts
    public record Vector(float[] values, @Nullable Float scale) {}

    public record Named(String name) {
        public Named {
            if (name != null && name.isBlank()) {
                throw InferenceException.invalid("name", "`name`: expected letters, got blanks");
            }
        }
    }

    public record Strict(String name) {
        public Strict {
            if (name != null && name.isBlank()) {
                throw new IllegalArgumentException("a blank name");
            }
        }
    }

    @Test
    void read_wholeItem_givesAllItsComponents() {
        assertThat(text("{\"text\": \"caf\u00e9 \\ud83d\\udd25\", \"truncate\": true}"))
                .isEqualTo(new Text("café 🔥", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void read_otherEncoding_isRefusedAlthoughItsBytesAreUtf8(String encoding) {
        byte[] body = "{\"text\": \"a\"}".getBytes(Charset.forName(encoding));

        Refusal.of(() -> new JsonBody<>(ItemType.of(Text.class)).read(body))
                .is(ErrorCode.INVALID_REQUEST)
                .names("body")
                .says("expected JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\": \"a\"}", "{\"text\": \"a\", \"truncate\": null}"})
    void read_absentParameter_isNull(String body) {
        assertThat(text(body)).isEqualTo(new Text("a", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"truncate\": true}", "{\"text\": null}"})
    void read_missingComponent_isRefusedByName(String body) {
        Refusal.of(() -> text(body)).is(ErrorCode.INVALID_REQUEST).names("text").says("missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"more\": 1}"})
    void read_missingPrimitive_isRefusedByNameAsMissing(String body) {
        Refusal.of(() -> counted(body))
                .is(ErrorCode.INVALID_REQUEST)
                .names("count")
                .says("missing");
    }

    @Test
    void read_nullForPrimitive_isRefusedByName() {
        Refusal.of(() -> counted("{\"count\": null}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("count")
                .says("got null");
    }

    @Test
    void read_unknownField_isRefusedSayingWhichThereAre() {
        Refusal.of(() -> text("{\"text\": \"a\", \"txet\": 1}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("txet")
                .says("unknown field", "text", "truncate")
                .doesNotSay(JAVA_WORDS);
    }

    @Test
    void read_unknownFieldWithLongName_isNotEchoedWhole() {
        Refusal.of(() -> text("{\"" + "x".repeat(40_000) + "\": 1}"))
                .is(ErrorCode.INVALID_REQUEST)
                .isShort();
    }

    @Test
    void read_sameFieldTwice_isRefusedByName() {
        Refusal.of(() -> text("{\"text\": \"a\", \"text\": \"b\"}"))
                .is(ErrorCode.INVALID_REQUEST)
                .says("Duplicate", "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "\"a\"", "null", "[]", "]", "x"})
    void read_anythingAfterTheObject_isRefusedAsTooMuch(String more) {
        Refusal.of(() -> text("{\"text\": \"a\"} " + more))
                .is(ErrorCode.INVALID_REQUEST)
                .names("body")
                .doesNotSay("expected an object")
                .doesNotSay(JAVA_WORDS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": 1}|text|expected a string, got an integer",
                "{\"text\": 1.5}|text|expected a string, got a number with a fraction",
                "{\"text\": true}|text|expected a string, got a boolean",
                "{\"text\": {}}|text|expected a string, got an object",
                "{\"text\": []}|text|expected a string, got an array",
                "{\"text\": [\"a\"]}|text|expected a string, got an array",
                "{\"text\": \"a\", \"truncate\": \"true\"}|truncate|expected true or false, got a string",
                "{\"text\": \"a\", \"truncate\": \"\"}|truncate|expected true or false, got a string",
                "{\"text\": \"a\", \"truncate\": 1}|truncate|expected true or false, got an integer",
                "{\"text\": \"a\", \"truncate\": []}|truncate|expected true or false, got an array"
            })
    void read_valueOfAnotherType_isRefusedByNameAndNeverConverted(String body, String field, String message) {
        Refusal.of(() -> text(body))
                .is(ErrorCode.INVALID_REQUEST)
                .names(field)
                .says(message)
                .doesNotSay(JAVA_WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "\"\"", "5.0", "5.5", "true", "[5]", "{}"})
    void read_anythingButAnInteger_isRefusedByName(String value) {
        Refusal.of(() -> counted("{\"count\": " + value + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("count");
        Refusal.of(() -> counted("{\"count\": 1, \"more\": " + value + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "9223372036854775808", "100000000000000000000000000"})
    void read_integerBeyondItsRange_isRefusedByName(String value) {
        Refusal.of(() -> counted("{\"count\": " + value + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("count")
                .doesNotSay(JAVA_WORDS);
    }

    @Test
    void read_numbers_areTakenAsFloats() {
        Vector vector = vector("{\"values\": [1, -0.5, 1e-3, 3.4028235e38], \"scale\": 2}");

        assertThat(vector.values()).containsExactly(1, -0.5f, 1e-3f, Float.MAX_VALUE);
        assertThat(vector.scale()).isEqualTo(2f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "\"NaN\"", "\"Infinity\"", "\"\"", "true", "null", "[1]", "{}"})
    void read_anythingButANumberInAnArray_isRefusedByName(String element) {
        Refusal.of(() -> vector("{\"values\": [1, " + element + "]}"))
                .is(ErrorCode.INVALID_REQUEST)
                .says("values")
                .doesNotSay(JAVA_WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e39", "-1e39", "1e400"})
    void read_floatBeyondItsRange_isRefusedAndNeverBecomesInfinite(String value) {
        Refusal.of(() -> vector("{\"values\": [1], \"scale\": " + value + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .says("scale");
        Refusal.of(() -> vector("{\"values\": [1, " + value + "]}"))
                .is(ErrorCode.INVALID_REQUEST)
                .says("values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"\"", "\"AACAPw==\"", "{}", "true"})
    void read_anythingButAnArray_isRefusedByName(String values) {
        Refusal.of(() -> vector("{\"values\": " + values + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names("values")
                .doesNotSay(JAVA_WORDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"text\"",
                "\"\"",
                "true",
                "{",
                "{\"text\"",
                "{\"text\": \"a\"",
                "<a/>",
                "NaN"
            })
    void read_anythingButAnObject_isRefused(String body) {
        Refusal.of(() -> text(body)).is(ErrorCode.INVALID_REQUEST).names("body").doesNotSay(JAVA_WORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"unknown\": ", "{\"text\": ", "{\"truncate\": ", ""})
    void read_nestingFiveThousandDeep_isRefused(String start) {
        Refusal.of(() -> text(start + "[".repeat(5_000) + "]".repeat(5_000)))
                .is(ErrorCode.INVALID_REQUEST)
                .isShort()
                .doesNotSay(JAVA_WORDS);
        Refusal.of(() -> text(start + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)))
                .is(ErrorCode.INVALID_REQUEST)
                .isShort();
    }

    @Test
    void read_bytesThatAreNoUtf8_areRefused() {
        byte[] body = "{\"text\": \"?\"}".getBytes(StandardCharsets.UTF_8);
        body[10] = (byte) 0xFF;

        Refusal.of(() -> new JsonBody<>(ItemType.of(Text.class)).read(body)).is(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void read_itemThatItsOwnConstructorRefuses_isRefusedWithItsWords() {
        Refusal.of(() -> new JsonBody<>(ItemType.of(Named.class)).read(utf8("{\"name\": \" \"}")))
                .is(ErrorCode.INVALID_REQUEST)
                .names("name")
                .says("expected letters, got blanks");
    }

    @Test
    void read_itemWhoseConstructorThrows_isRefusedWithoutOurClassNames() {
        Refusal.of(() -> new JsonBody<>(ItemType.of(Strict.class)).read(utf8("{\"name\": \" \"}")))
                .is(ErrorCode.INVALID_REQUEST)
                .says("a blank name")
                .doesNotSay(JAVA_WORDS);
    }

    private static Text text(String body) {
        return new JsonBody<>(ItemType.of(Text.class)).read(utf8(body));
    }

    private static Counted counted(String body) {
        return new JsonBody<>(ItemType.of(Counted.class)).read(utf8(body));
    }

    private static Vector vector(String body) {
        return new JsonBody<>(ItemType.of(Vector.class)).read(utf8(body));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
