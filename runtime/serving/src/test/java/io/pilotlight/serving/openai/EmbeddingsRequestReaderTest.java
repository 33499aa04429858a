package io.pilotlight.serving.openai;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.wire.Refusal;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddingsRequestReaderTest {

    private final EmbeddingsRequestReader reader = new EmbeddingsRequestReader(384, 4, 3);
    private final EmbeddingsRequestReader textsOnly = new EmbeddingsRequestReader(384, 4, 0);

    @Test
    void read_oneText_isAListOfOne() {
        assertThat(read("{\"model\": \"embed\", \"input\": \"a\"}"))
                .isEqualTo(new EmbeddingsRequest("embed", texts("a"), false, false, false));
    }

    @Test
    void read_allFields_areTakenAndTheirNullsAreAbsent() {
        assertThat(read("""
                        {"model": "embed", "input": ["a", "", "b"], "encoding_format": "base64", "dimensions": 384,
                         "truncate": true, "user": "u-1", "future": {"x": [1]}}""")).isEqualTo(new EmbeddingsRequest("embed", texts("a", "", "b"), true, true, true));
        assertThat(read("""
                        {"model": "embed", "input": "a", "encoding_format": null, "dimensions": null,
                         "truncate": null, "user": null}""")).isEqualTo(new EmbeddingsRequest("embed", texts("a"), false, false, false));
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
            quoteCharacter = '`',
            value = {
                "null|input|got null",
                "1|input|got an integer, 1",
                "true|input|got a boolean, true",
                "{}|input|got an object",
                "[]|input|got an empty array",
                "[null]|input[0]|got null",
                "[{}]|input[0]|got an object",
                "[true]|input[0]|got a boolean, true",
                "[\"a\", null]|input[1]|expected a string, got null",
                "[\"a\", 5]|input[1]|expected a string, got an integer, 5",
                "[\"a\", [5]]|input[1]|expected a string, got an array",
                "[5, \"a\"]|input[1]|expected a token id, an integer of at least 0, got a string, a",
                "[5, [6]]|input[1]|expected a token id, an integer of at least 0, got an array",
                "[5, null]|input[1]|got null",
                "[5, -1]|input[1]|got an integer, -1",
                "[5, 6, 7, 8, 9, -1]|input[5]|got an integer, -1",
                "[1.0]|input[0]|got a number with a fraction, 1.0",
                "[2147483648]|input[0]|got an integer, 2147483648",
                "[-99999999999999999999]|input[0]|got an integer, -99999999999999999999",
                "[[]]|input[0]|expected token ids, got an empty array",
                "[[5], []]|input[1]|expected token ids, got an empty array",
                "[[5], 6]|input[1]|expected an array of token ids, got an integer, 6",
                "[[5], \"a\"]|input[1]|expected an array of token ids, got a string, a",
                "[[5], [\"a\"]]|input[1][0]|expected a token id, an integer of at least 0, got a string, a",
                "[[5], [6, [7]]]|input[1][1]|got an array",
                "[[5], [6, -7]]|input[1][1]|got an integer, -7"
            })
    void read_inputThatIsNone_isRefusedByTheNameOfItsElement(String input, String element, String words) {
        Refusal.of(() -> read("{\"model\": \"embed\", \"input\": " + input + "}"))
                .is(ErrorCode.INVALID_REQUEST)
                .names(element)
                .says("`" + element + "`: expected ", words)
                .doesNotSay("null, null");
    }

    @Test
    void read_tokenIds_areOneInput() {
        EmbeddingsRequest request = read("{\"model\": \"embed\", \"input\": [0, 5, 2147483647]}");

        assertThat(request.several()).isFalse();
        assertThat(ids(request)).containsExactly(List.of(0L, 5L, 2147483647L));
    }

    @Test
    void read_listsOfTokenIds_areAnInputEach() {
        EmbeddingsRequest request = read("{\"model\": \"embed\", \"input\": [[1, 2, 3], [4], [5, 6]]}");

        assertThat(request.several()).isTrue();
        assertThat(ids(request)).containsExactly(List.of(1L, 2L, 3L), List.of(4L), List.of(5L, 6L));
    }

    @Test
    void read_moreTokenIdsThanTheModelReads_areKeptUpToOneMore() {
        assertThat(ids(read("{\"model\": \"embed\", \"input\": [1, 2, 3, 4]}")))
                .containsExactly(List.of(1L, 2L, 3L, 4L));
        assertThat(ids(read("{\"model\": \"embed\", \"input\": [[1, 2, 3, 4, 5, 6], [7]]}")))
                .containsExactly(List.of(1L, 2L, 3L, 4L), List.of(7L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "[[1], [2]]", "[1.5]"})
    void read_tokenIdsForAModelThatTakesNone_areRefused(String input) {
        byte[] body = ("{\"model\": \"embed\", \"input\": " + input + "}").getBytes(StandardCharsets.UTF_8);
        Refusal.of(() -> textsOnly.read(body))
                .names("input[0]")
                .says("expected a string, got")
                .doesNotSay("token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "[1]"})
    void read_asManyInputsAsAllowed_isTheMost(String input) {
        String four = input + ", " + input + ", " + input + ", " + input;
        assertThat(read("{\"model\": \"embed\", \"input\": [" + four + "]}").inputs())
                .hasSize(4);
        Refusal.of(() -> read("{\"model\": \"embed\", \"input\": [" + four + ", " + input + "]}"))
                .is(ErrorCode.REQUEST_TOO_LARGE)
                .names("input")
                .says("`input`: expected at most 4 items, got more");
    }

    @ParameterizedTest
    @CsvSource({"1, 8000000", "2048, 3900"})
    void read_16MegabytesOfTokenIds_takesAThirdOfThatAtMost(int lists, int idsInEach) {
        EmbeddingsRequestReader large = new EmbeddingsRequestReader(384, 2048, 256);
        String list = "[" + "1,".repeat(idsInEach - 1) + "1]";
        byte[] body = ("{\"model\": \"embed\", \"input\": [" + (list + ",").repeat(lists - 1) + list + "]}")
                .getBytes(StandardCharsets.UTF_8);
        large.read(body); // loads classes

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        EmbeddingsRequest request = large.read(body);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(request.inputs()).hasSize(lists);
        assertThat(allocated).isLessThan(body.length / 3);
    }

    @Test
    void read_fieldsThatNobodyReads_areBounded() {
        String many = "\"future\": [" + "0,".repeat(150_000) + "0]";
        assertThat(read("{\"model\": \"embed\", \"input\": \"a\", " + many + "}")
                        .inputs())
                .hasSize(1);
        Refusal.of(() -> read("{\"model\": \"embed\", \"input\": \"a\", " + many + ", "
                        + many.replace("future", "beyond") + "}"))
                .is(ErrorCode.REQUEST_TOO_LARGE)
                .says("200000");
    }

    @Test
    void read_nestedUnknownFields_areSkippedWhole() {
        assertThat(read("{\"x\": {\"input\": [{}, [[]]], \"model\": {}}, \"model\": \"embed\", \"input\": \"a\"}"))
                .isEqualTo(new EmbeddingsRequest("embed", texts("a"), false, false, false));
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

    private static List<EmbeddingInput> texts(String... texts) {
        return Stream.of(texts).<EmbeddingInput>map(EmbeddingInput.Text::new).toList();
    }

    private static List<List<Long>> ids(EmbeddingsRequest request) {
        return request.inputs().stream()
                .map(input -> LongStream.of(((EmbeddingInput.TokenIds) input).ids())
                        .boxed()
                        .toList())
                .toList();
    }
}
