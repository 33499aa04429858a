package io.pilotlight.api;

import io.pilotlight.api.ErrorCode.WorkBegun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

final class ErrorCodeTest {

    /** The design's table: a code, who can mend it, whether work had begun. */
    private static final String TABLE = """
            INVALID_REQUEST           | CALLER    | NO
            TENSOR_MISMATCH           | CALLER    | NO
            UNAUTHENTICATED           | CALLER    | NO
            FORBIDDEN                 | CALLER    | NO
            UNKNOWN_MODEL             | CALLER    | NO
            METHOD_NOT_ALLOWED        | CALLER    | NO
            IN_PROGRESS               | CALLER    | YES
            REQUEST_TOO_LARGE         | CALLER    | NO
            REQUEST_TIMEOUT           | CALLER    | NO
            UNSUPPORTED_MEDIA_TYPE    | CALLER    | NO
            QUEUE_FULL                | RESOURCES | NO
            MODEL_LOADING             | RESOURCES | NO
            NO_ENDPOINT               | RESOURCES | NO
            DRAINING                  | RESOURCES | NO
            NOT_CACHED                | CALLER    | NO
            DEADLINE_EXPIRED_IN_QUEUE | RESOURCES | NO
            DEADLINE_EXCEEDED         | RESOURCES | YES
            OUT_OF_DEVICE_MEMORY      | RESOURCES | YES
            UPSTREAM_FAILED           | EXTERNAL  | MAYBE
            INTERNAL                  | INTERNAL  | MAYBE
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE, delimiter = '|')
    void saysWhoCanMendItAndWhetherWorkHadBegun(ErrorCode code, ErrorCategory category, WorkBegun workBegun) {
        assertThat(code.category()).isEqualTo(category);
        assertThat(code.workBegun()).isEqualTo(workBegun);
    }

    @Test
    void isInTheTableWhicheverItIs() {
        assertThat(TABLE.lines().map(line -> ErrorCode.valueOf(line.split(" ", 2)[0])))
                .containsExactlyElementsOf(Arrays.asList(ErrorCode.values()));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE_FULL", "MODEL_LOADING", "NO_ENDPOINT", "DRAINING", "DEADLINE_EXPIRED_IN_QUEUE"})
    void isSafeToRepeatWhereMoreRoomOrTimeIsAllItTakes(ErrorCode code) {
        assertThat(code.category()).isEqualTo(ErrorCategory.RESOURCES);
        assertThat(code.workBegun()).isEqualTo(WorkBegun.NO);
    }
}
