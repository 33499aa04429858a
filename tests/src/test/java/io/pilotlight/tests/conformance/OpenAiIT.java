package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

/** OpenAI's models and embeddings. */
@ExtendWith(SharedFunction.class)
class OpenAiIT {

    private final FunctionProcess function;

    OpenAiIT(FunctionProcess function) {
        this.function = function;
    }

    private ValidatableResponse embeddings(String body) {
        return function.request()
                .contentType("application/json")
                .header("Authorization", "Bearer unused")
                .body(body)
                .post("/v1/embeddings")
                .then();
    }

    @Test
    void listsItsModel() {
        function.request()
                .get("/v1/models")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("object", equalTo("list"))
                .body("data", hasSize(1))
                .body("data[0].id", equalTo("embed"))
                .body("data[0].object", equalTo("model"))
                .body("data[0].created", greaterThan(1_700_000_000))
                .body("data[0].owned_by", equalTo("pilotlight"));
    }

    @Test
    void describesItsModel() {
        function.request()
                .get("/v1/models/embed")
                .then()
                .statusCode(200)
                .body("id", equalTo("embed"))
                .body("object", equalTo("model"))
                .body("created", greaterThan(1_700_000_000))
                .body("owned_by", equalTo("pilotlight"));
    }

    @Test
    void embedsAText() {
        embeddings("""
            {"model": "embed", "input": "hello world"}\
            """)
                .statusCode(200)
                .contentType("application/json")
                .body("object", equalTo("list"))
                .body("data", hasSize(1))
                .body("data[0].object", equalTo("embedding"))
                .body("data[0].index", equalTo(0))
                .body("data[0].embedding", hasSize(384))
                .body("model", equalTo("embed"))
                .body("usage.prompt_tokens", equalTo(4))
                .body("usage.total_tokens", equalTo(4));
    }

    @Test
    void embedsTextsInOrder() {
        embeddings("""
            {"model": "embed", "input": ["a", "b c", "d e f"], "user": "somebody", "encoding_format": "float"}\
            """)
                .statusCode(200)
                .body("data.index", contains(0, 1, 2))
                .body("data.object", everyItem(equalTo("embedding")))
                .body("usage.prompt_tokens", equalTo(3 + 4 + 5));
    }

    @Test
    void embedsTheTokensOfATextAsTheText() {
        JsonNode answer = answer("""
            {"model": "embed", "input": [101, 7592, 2088, 102]}\
            """);

        assertThat(answer.required("data")).hasSize(1);
        assertThat(embedding(answer, 0)).containsExactly(Json.floats(embedding("""
            {"model": "embed", "input": "hello world"}\
            """)));
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(4);
        assertThat(answer.at("/usage/total_tokens").intValue()).isEqualTo(4);
    }

    @Test
    void embedsListsOfTokensInOrder() {
        JsonNode texts = answer("""
            {"model": "embed", "input": ["hello world", "hello"]}\
            """);
        JsonNode tokens = answer("""
            {"model": "embed", "input": [[101, 7592, 2088, 102], [101, 7592, 102]], "encoding_format": "float"}\
            """);

        assertThat(embedding(tokens, 0)).containsExactly(embedding(texts, 0), within(1e-4f));
        assertThat(embedding(tokens, 1)).containsExactly(embedding(texts, 1), within(1e-4f));
        assertThat(tokens.at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(tokens.at("/usage/prompt_tokens").intValue()).isEqualTo(4 + 3);
    }

    @Test
    void truncatesTokensAsTheirText() {
        String ids = "[101, " + "2773, ".repeat(400) + "102]";
        JsonNode tokens = answer("{\"model\": \"embed\", \"truncate\": true, \"input\": " + ids + "}");
        JsonNode text =
                answer("{\"model\": \"embed\", \"truncate\": true, \"input\": \"" + "word ".repeat(400) + "\"}");

        assertThat(embedding(tokens, 0)).containsExactly(embedding(text, 0));
        assertThat(tokens.at("/usage/prompt_tokens").intValue()).isEqualTo(256);
    }

    /** The vocabulary is known to the function, not to its tokenizer: the model must have a vector for the last id. */
    @Test
    void knowsTheWholeVocabularyAndNoMore() {
        String body = "{\"model\": \"embed\", \"input\": [101, %d, 102]}";
        embeddings(body.formatted(30_521)).statusCode(200);
        embeddings(body.formatted(30_522))
                .statusCode(400)
                .body("error.message", containsString("`input[1]`: expected a token id"))
                .body("error.param", equalTo("input[1]"));
    }

    @Test
    void takesAsManyTokensAsTheLimitsAllow() {
        String ids = "[101, " + "2773, ".repeat(254) + "102]";
        JsonNode answer = answer("{\"model\": \"embed\", \"input\": [" + (ids + ", ").repeat(7) + ids + "]}");
        assertThat(answer.at("/usage/prompt_tokens").intValue()).isEqualTo(8 * 256);
    }

    private JsonNode answer(String body) {
        return function.send(Request.post("/v1/embeddings", body)).json();
    }

    private static float[] embedding(JsonNode answer, int index) {
        return Json.floats(answer.required("data").required(index).required("embedding"));
    }

    @Test
    void writesLittleEndianFloatsAsBase64() {
        String body = "{\"model\": \"embed\", \"input\": \"hello world\", \"encoding_format\": \"%s\"}";
        JsonNode base64 = embedding(body.formatted("base64"));
        JsonNode numbers = embedding(body.formatted("float"));

        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue())).order(ByteOrder.LITTLE_ENDIAN);
        float[] decoded = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(decoded);
        assertThat(decoded).containsExactly(Json.floats(numbers));
    }

    private JsonNode embedding(String body) {
        return answer(body).required("data").required(0).required("embedding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"384", "null"})
    void takesTheDimensionsThatTheModelHas(String dimensions) {
        embeddings("{\"model\": \"embed\", \"input\": \"a\", \"dimensions\": " + dimensions + "}")
                .statusCode(200)
                .body("data[0].embedding", hasSize(384));
    }

    @Test
    void truncatesWhereTheCallerSaysSo() {
        embeddings("{\"model\": \"embed\", \"truncate\": true, \"input\": \"" + "word ".repeat(400) + "\"}")
                .statusCode(200)
                .body("usage.prompt_tokens", equalTo(256));
    }

    @Test
    void saysWhatIsWrongInAnObjectOfFourMembers() {
        embeddings("{\"model\": \"embed\"}")
                .statusCode(400)
                .contentType("application/json")
                .body("", aMapWithSize(1))
                .body("error", aMapWithSize(4))
                .body("error.message", containsString("`input`"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo("input"))
                .body("error.code", equalTo("invalid_request"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\": []|400|input|invalid_request",
                "\"input\": \"\"|400|input|invalid_request",
                "\"input\": [\"a\", \"b\", \"\", \"d\"]|400|input[2]|invalid_request",
                "\"input\": [\"a\", 5]|400|input[1]|invalid_request",
                "\"input\": [101, \"a\"]|400|input[1]|invalid_request",
                "\"input\": [[101, 7592, 102], [101, 50256, 102]]|400|input[1][1]|invalid_request",
                "\"input\": \"a\", \"dimensions\": 256|400|dimensions|invalid_request",
                "\"input\": \"a\", \"encoding_format\": \"int8\"|400|encoding_format|invalid_request"
            })
    void namesTheParameterAtFault(String fields, int status, String parameter, String code) {
        embeddings("{\"model\": \"embed\", " + fields + "}")
                .statusCode(status)
                .body("error.param", equalTo(parameter))
                .body("error.message", containsString("`" + parameter + "`: expected "))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo(code));
    }

    @Test
    void takes2048InputsAndNoMore() {
        String more = "{\"model\": \"embed\", \"input\": [" + "\"a\", ".repeat(2048) + "\"a\"]}";
        embeddings(more)
                .statusCode(413)
                .body("error.param", equalTo("input"))
                .body("error.message", equalTo("`input`: expected at most 2048 items, got more"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("request_too_large"));
        embeddings(more.replaceFirst("\"a\", ", "")).statusCode(200).body("data", hasSize(2048));
    }

    @Test
    void saysInOpenAisWordsThatAModelIsUnknown() {
        embeddings("{\"model\": \"text-embedding-3-small\", \"input\": \"a\"}")
                .statusCode(404)
                .body("error.message", containsString("text-embedding-3-small"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("model_not_found"))
                .body("error", hasKey("param"));
        function.request()
                .get("/v1/models/nope")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("model_not_found"))
                .body("error.param", nullValue());
    }
}
