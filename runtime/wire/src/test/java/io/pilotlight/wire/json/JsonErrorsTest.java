package io.pilotlight.wire.json;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import com.fasterxml.jackson.core.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class JsonErrorsTest {

    public record Point(int x, int y) {}

    public record Path(String name, List<Point> points) {}

    @Test
    void invalid_fieldDeepInside_isNamedByItsWholePath() {
        InferenceException error =
                error("{\"name\": \"a\", \"points\": [{\"x\": 1, \"y\": 2}, {\"x\": 1, \"y\": \"2\"}]}");

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(error.parameter()).contains("points[1].y");
        assertThat(error).hasMessageContaining("`points[1].y`").hasMessageContaining("got a string");
    }

    @Test
    void invalid_unknownFieldDeepInside_isNamedByItsWholePath() {
        InferenceException error = error("{\"name\": \"a\", \"points\": [{\"x\": 1, \"y\": 2, \"z\": 3}]}");

        assertThat(error.parameter()).contains("points[0].z");
        assertThat(error).hasMessageContaining("unknown field");
    }

    @Test
    void invalid_syntaxError_saysWhere() {
        InferenceException error = error("{\"name\":\n  oops}");

        assertThat(error.parameter()).contains("body");
        assertThat(error).hasMessageContaining("line 2, column");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"name\": \"a", "{\"name\"", "{\"points\": [{\"x\": 1"})
    void invalid_truncatedBody_isNoJson(String body) {
        assertThat(error(body)).hasMessageStartingWith("body: expected JSON: ");
    }

    @Test
    void invalid_longToken_isNotEchoedWhole() {
        assertThat(error("{\"name\": " + "x".repeat(50_000) + "}").getMessage()).hasSizeLessThan(500);
    }

    @Test
    void invalid_anyOtherFailure_isTold() {
        assertThat(JsonErrors.invalid(new IOException("the stream broke")))
                .hasMessage("body: expected JSON: the stream broke");
    }

    @Test
    void abbreviate_keepsShortTextsAndCutsLongOnes() {
        String atTheLimit = "x".repeat(200);

        assertThat(JsonErrors.abbreviate(atTheLimit)).isEqualTo(atTheLimit);
        assertThat(JsonErrors.abbreviate(atTheLimit + "y")).isEqualTo(atTheLimit + "…");
    }

    private static InferenceException error(String body) {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            return error(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be read", e);
        }
    }

    /** Translated while the parser is open: a closed one has forgotten what was given. */
    private static InferenceException error(JsonParser json) {
        try {
            Path path = Json.MAPPER.readValue(json, Path.class);
            throw new AssertionError("expected a refusal, got " + path);
        } catch (IOException e) {
            return JsonErrors.invalid(e);
        }
    }
}
