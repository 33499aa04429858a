package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorReplyTest {

    private final InferenceException mismatch =
            InferenceException.mismatch("ids", "tensor `ids`: expected INT64 [-1], got \"INT32\" [1]");

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/", "/v2/models/embed/infer", "/v2/nothing"})
    void of_openInferencePath_isAnErrorString(String path) throws IOException {
        Reply reply = ErrorReply.of(path, mismatch);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(json(reply))
                .isEqualTo(tree("{\"error\": \"tensor `ids`: expected INT64 [-1], got \\\"INT32\\\" [1]\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/embeddings", "/v1/models/x"})
    void of_openAiPath_isItsErrorObject(String path) throws IOException {
        Reply reply = ErrorReply.of(path, InferenceException.invalid("input", "`input`: expected a string"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(json(reply)).isEqualTo(tree("""
                                {"error": {"message": "`input`: expected a string", "type": "invalid_request_error",
                                 "param": "input", "code": "invalid_request"}}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/embed", "/v1x", "/v20/models", "/V2/models", "", "/a/v2/b"})
    void of_anyOtherPath_isProblemDetails(String path) throws IOException {
        Reply reply = ErrorReply.of(path, mismatch);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(json(reply)).isEqualTo(tree("""
                                {"type": "urn:pilotlight:error:tensor-mismatch", "title": "Tensor mismatch", "status": 400,
                                 "detail": "tensor `ids`: expected INT64 [-1], got \\"INT32\\" [1]",
                                 "code": "TENSOR_MISMATCH", "parameter": "ids"}"""));
    }

    @Test
    void of_openAiErrorWithoutParameter_hasAllFourFieldsNevertheless() throws IOException {
        JsonNode error = json(ErrorReply.of("/v1/x", new InferenceException(ErrorCode.INTERNAL, "no luck")))
                .path("error");

        assertThat(error.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.get("param").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_MODEL, invalid_request_error, model_not_found",
        "REQUEST_TOO_LARGE, invalid_request_error, request_too_large",
        "QUEUE_FULL, server_error, queue_full",
        "UPSTREAM_FAILED, server_error, upstream_failed",
        "INTERNAL, server_error, internal"
    })
    void of_openAiError_saysWhoCanMendIt(ErrorCode code, String type, String openAiCode) throws IOException {
        JsonNode error = json(ErrorReply.of("/v1/embeddings", new InferenceException(code, "m")))
                .path("error");

        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").asText()).isEqualTo(openAiCode);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void of_everyCode_hasTheSameStatusInAllThreeForms(ErrorCode code) throws IOException {
        InferenceException error = new InferenceException(code, "m");

        for (String path : new String[] {"/v2/x", "/v1/x", "/x"}) {
            assertThat(ErrorReply.of(path, error).status()).isEqualTo(HttpStatus.of(code));
        }
        assertThat(json(ErrorReply.of("/x", error)).path("status").intValue()).isEqualTo(HttpStatus.of(code));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "1500, 2", "60000, 60"})
    void of_errorThatMayBeRepeated_saysAfterHowManyWholeSeconds(long millis, String seconds) {
        InferenceException full =
                InferenceException.retryLater(ErrorCode.QUEUE_FULL, "full", Duration.ofMillis(millis));

        for (String path : new String[] {"/v2/x", "/v1/x", "/x"}) {
            assertThat(ErrorReply.of(path, full).headers())
                    .containsExactlyInAnyOrder(
                            Map.entry("Pilotlight-Error-Code", "QUEUE_FULL"), Map.entry("Retry-After", seconds));
        }
    }

    @Test
    void of_missingCredential_saysOfWhichKind() {
        InferenceException stranger = new InferenceException(ErrorCode.UNAUTHENTICATED, "who are you");

        for (String path : new String[] {"/v2/x", "/v1/x", "/x"}) {
            assertThat(ErrorReply.of(path, stranger).headers()).contains(Map.entry("WWW-Authenticate", "Bearer"));
        }
    }

    @Test
    void of_errorThatWouldFailAgain_saysNothingOfRepeating() {
        assertThat(ErrorReply.of("/x", mismatch).headers())
                .containsExactly(Map.entry("Pilotlight-Error-Code", "TENSOR_MISMATCH"));
    }

    @Test
    void quoted_longText_isCut() {
        assertThat(ErrorReply.quoted("a")).isEqualTo("\"a\"");
        assertThat(ErrorReply.quoted("x".repeat(10_000))).hasSizeLessThan(300).endsWith("…\"");
    }

    private static JsonNode json(Reply reply) throws IOException {
        return Json.MAPPER.readTree(reply.body().getBytes());
    }

    private static JsonNode tree(String json) throws IOException {
        return Json.MAPPER.readTree(json);
    }
}
