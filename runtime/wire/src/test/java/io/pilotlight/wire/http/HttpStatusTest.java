package io.pilotlight.wire.http;

import io.pilotlight.api.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

class HttpStatusTest {

    @Test
    void of_everyCode_isTheStatusOfTheDesign() {
        Map<ErrorCode, Integer> statuses =
                Arrays.stream(ErrorCode.values()).collect(Collectors.toMap(code -> code, HttpStatus::of));

        assertThat(statuses)
                .containsOnly(
                        entry(ErrorCode.INVALID_REQUEST, 400),
                        entry(ErrorCode.TENSOR_MISMATCH, 400),
                        entry(ErrorCode.UNAUTHENTICATED, 401),
                        entry(ErrorCode.FORBIDDEN, 403),
                        entry(ErrorCode.UNKNOWN_MODEL, 404),
                        entry(ErrorCode.METHOD_NOT_ALLOWED, 405),
                        entry(ErrorCode.REQUEST_TIMEOUT, 408),
                        entry(ErrorCode.IN_PROGRESS, 409),
                        entry(ErrorCode.REQUEST_TOO_LARGE, 413),
                        entry(ErrorCode.UNSUPPORTED_MEDIA_TYPE, 415),
                        entry(ErrorCode.QUEUE_FULL, 429),
                        entry(ErrorCode.INTERNAL, 500),
                        entry(ErrorCode.UPSTREAM_FAILED, 502),
                        entry(ErrorCode.MODEL_LOADING, 503),
                        entry(ErrorCode.NO_ENDPOINT, 503),
                        entry(ErrorCode.DRAINING, 503),
                        entry(ErrorCode.OUT_OF_DEVICE_MEMORY, 503),
                        entry(ErrorCode.NOT_CACHED, 504),
                        entry(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE, 504),
                        entry(ErrorCode.DEADLINE_EXCEEDED, 504));
    }
}
