package io.pilotlight.wire.http;

import io.pilotlight.api.Call;
import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.wire.Refusal;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class MediaTypeTest {

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "Application/JSON, application/json",
        "application/json; charset=utf-8, application/json",
        "application/json;charset=utf-8, application/json",
        "' application/json ', application/json",
        "'application/json ; a=\"b;c\"', application/json",
        "'', ''",
        "';', ''"
    })
    void of_header_isTypeAndSubtypeInLowerCase(String header, String mediaType) {
        assertThat(MediaType.of(header)).isEqualTo(mediaType);
    }

    @Test
    void of_noHeader_isEmpty() {
        assertThat(MediaType.of(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "application/problem+json, true",
        "application/cloudevents+json, true",
        "application/jsonl, false",
        "application/json5, false",
        "text/plain, false",
        "image/svg+xml, false",
        "text/x+json, false",
        "'', false"
    })
    void isJson_knowsTheSuffix(String mediaType, boolean json) {
        assertThat(MediaType.isJson(mediaType)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "application/vnd.x+json", ""})
    void requireJson_jsonOrNothingSaid_isTaken(String contentType) {
        assertThatCode(() -> MediaType.requireJson(exchange(contentType))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/x-www-form-urlencoded", "json"})
    void requireJson_anythingElse_isRefusedNamingTheHeader(String contentType) {
        Refusal.of(() -> MediaType.requireJson(exchange(contentType)))
                .is(ErrorCode.UNSUPPORTED_MEDIA_TYPE)
                .says("Content-Type", "expected application/json", contentType);
    }

    @Test
    void requireJson_longMediaType_isNotEchoedWhole() {
        Refusal.of(() -> MediaType.requireJson(exchange("x".repeat(8_000)))).isShort();
    }

    private static Exchange exchange(String contentType) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!contentType.isEmpty()) {
            headers.add("content-type", contentType);
        }
        return new Exchange(
                "/embed", Map.of(), headers, new byte[0], new Call(LatencyTier.INTERACTIVE, new Deadline(0)));
    }
}
