package io.pilotlight.tests.conformance;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.isA;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

/** The Open Inference Protocol, version 2, over REST, with JSON tensors. */
@ExtendWith(SharedFunction.class)
class OpenInferenceIT {

    private static final String INFER = "/v2/models/embed/infer";
    private static final String ONE_TEXT = """
            {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["hello world"]}]}
            """;

    private final FunctionProcess function;

    OpenInferenceIT(FunctionProcess function) {
        this.function = function;
    }

    private ValidatableResponse infer(String body) {
        return function.request()
                .contentType("application/json")
                .body(body)
                .post(INFER)
                .then();
    }

    @Test
    void isLive() {
        function.request().get("/v2/health/live").then().statusCode(200).body("", equalTo(Map.of("live", true)));
    }

    @Test
    void isReadyInTheWordsOfTheSpecificationAndOfTheClient() {
        function.request()
                .get("/v2/health/ready")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("ready", equalTo(true))
                .body("live", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void describesTheServer(String path) {
        function.request()
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("pilotlight"))
                .body("version", matchesPattern("\\d+\\.\\d+\\.\\d+.*"))
                .body("extensions", isA(List.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/embed", "/v2/models/embed/versions/1"})
    void describesTheModel(String path) {
        function.request()
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("embed"))
                .body("versions", contains("1"))
                .body("platform", equalTo("onnxruntime_onnx"))
                .body("inputs.name", contains("text"))
                .body("inputs.datatype", contains("BYTES"))
                .body("inputs[0].shape", contains(-1))
                .body("outputs.name", contains("embedding", "tokens"))
                .body("outputs.datatype", contains("FP32", "INT32"))
                .body("outputs[0].shape", contains(-1, 384))
                .body("outputs[1].shape", contains(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/embed/ready", "/v2/models/embed/versions/1/ready"})
    void saysThatTheModelIsReady(String path) {
        function.request()
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("name", equalTo("embed"))
                .body("ready", equalTo(true));
    }

    @Test
    void answersHeadLikeGet() {
        Answer answer = function.send(Request.of("HEAD", "/v2/health/ready"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/embed/infer", "/v2/models/embed/versions/1/infer"})
    void infers(String path) {
        function.request()
                .contentType("application/json")
                .body(ONE_TEXT)
                .post(path)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("model_name", equalTo("embed"))
                .body("model_version", equalTo("1"))
                .body("$", not(hasKey("id")))
                .body("outputs.name", contains("embedding", "tokens"))
                .body("outputs[0].datatype", equalTo("FP32"))
                .body("outputs[0].shape", contains(1, 384))
                .body("outputs[0].data", hasSize(384))
                .body("outputs[1].datatype", equalTo("INT32"))
                .body("outputs[1].shape", contains(1))
                .body("outputs[1].data", contains(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"inputs": [{"name": "text", "shape": [3], "datatype": "BYTES", "data": ["a", "b c", "d e f"]}]}""", """
                {"inputs": [{"name": "text", "shape": [3, 1], "datatype": "BYTES", "data": ["a", "b c", "d e f"]}]}""", """
                {"inputs": [{"name": "text", "shape": [3, 1], "datatype": "BYTES", "data": [["a"], ["b c"], ["d e f"]]}]}""", """
                {"inputs": [{"data": ["a", "b c", "d e f"], "datatype": "BYTES", "shape": [3], "name": "text"}]}""", """
                {"inputs": [{"name": "text", "data": [["a"], ["b c"], ["d e f"]], "shape": [3, 1], "datatype": "BYTES"}]}"""})
    void takesTextsFlatOrNestedInAnyOrderOfMembers(String body) {
        infer(body)
                .statusCode(200)
                .body("outputs[0].shape", contains(3, 384))
                .body("outputs[0].data", hasSize(3 * 384))
                .body("outputs[1].data", contains(3, 4, 5));
    }

    @Test
    void echoesTheId() {
        infer(ONE_TEXT.replaceFirst("\\{", "{\"id\": \"4711 é \\\\\"\\\\\" \", "))
                .statusCode(200)
                .body("id", equalTo("4711 é \"\" "));
    }

    @Test
    void givesTheOutputsThatAreAskedForInThatOrder() {
        infer(ONE_TEXT.replaceFirst("\\{", "{\"outputs\": [{\"name\": \"tokens\"}], "))
                .statusCode(200)
                .body("outputs.name", contains("tokens"));
        infer(ONE_TEXT.replaceFirst("\\{", "{\"outputs\": [{\"name\": \"tokens\"}, {\"name\": \"embedding\"}], "))
                .statusCode(200)
                .body("outputs.name", contains("tokens", "embedding"));
    }

    @Test
    void givesAllOutputsWhereNoneIsAskedFor() {
        infer(ONE_TEXT.replaceFirst("\\{", "{\"outputs\": [], "))
                .statusCode(200)
                .body("outputs.name", contains("embedding", "tokens"));
    }

    @Test
    void truncatesWhereAParameterSaysSo() {
        String long_ = "word ".repeat(400);
        String body = """
                {"parameters": {"truncate": true},
                 "inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["%s"]}]}""".formatted(long_);

        infer(body).statusCode(200).body("outputs[1].data", contains(256));
        infer(body.replace("true", "false")).statusCode(400).body("error", containsString("256 tokens"));
    }

    @Test
    void takesParametersThatItDoesNotKnow() {
        infer(ONE_TEXT.replaceFirst("\\{", "{\"parameters\": {\"priority\": 1, \"x\": \"y\", \"z\": null}, "))
                .statusCode(200);
    }

    /** As {@code tritonclient.http} writes it with {@code binary_data=False}: no Content-Type, and binary outputs wished. */
    @Test
    void answersTritonsClient() {
        Request request =
                Request.of("POST", INFER).header("User-Agent", "tritonclient").body("""
                        {"id": "1", "inputs": [{"name": "text", "shape": [2, 1], "datatype": "BYTES", \
                        "parameters": {"binary_data": false}, "data": ["hello world", "again"]}], \
                        "outputs": [{"name": "embedding", "parameters": {"binary_data": false}}], \
                        "parameters": {"sequence_id": 0, "priority": 1}}""");

        Answer answer = function.send(request);

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().required("id").textValue()).isEqualTo("1");
        assertThat(answer.json().required("outputs").required(0).required("data"))
                .hasSize(2 * 384);
    }

    /** As {@code kserve.InferenceRESTClient} writes it: with the model's name in the body too. */
    @Test
    void answersKServesClient() {
        infer("""
                        {"id": "5a4b3c2d-0000-4000-8000-000000000000", "model_name": "embed", \
                        "inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": ["hello world"]}]}""")
                .statusCode(200)
                .body("id", equalTo("5a4b3c2d-0000-4000-8000-000000000000"))
                .body("outputs[0].data", hasSize(384));
    }

    @Test
    void saysWhatTheAnswerDependsOnAndWhereTheTimeWent() {
        infer(ONE_TEXT)
                .header("Pilotlight-Answer-Digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .header("Server-Timing", matchesPattern("queue;dur=\\d+\\.\\d{3}, infer;dur=\\d+\\.\\d{3}"));
    }

    /** {@code kserve} reads the text only when the media type is this, letter by letter. */
    @Test
    void saysWhatIsWrongInOneString() {
        Answer answer = function.send(Request.post(INFER, "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/json");
        infer("{}").body("", aMapWithSize(1)).body("error", isA(String.class));
    }
}
