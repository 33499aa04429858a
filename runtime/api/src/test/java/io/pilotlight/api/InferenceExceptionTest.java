package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

final class InferenceExceptionTest {

    @Test
    void namesTheParameterAtFault() {
        InferenceException invalid = InferenceException.invalid("input", "`input`: expected a text, got 7");
        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(invalid.parameter()).contains("input");
        assertThat(invalid).hasMessage("`input`: expected a text, got 7");
        assertThat(invalid.retryAfter()).isEmpty();
    }

    @Test
    void namesTheTensorThatDoesNotFit() {
        InferenceException mismatch = InferenceException.mismatch("ids", "tensor `ids`: it is missing");
        assertThat(mismatch.code()).isEqualTo(ErrorCode.TENSOR_MISMATCH);
        assertThat(mismatch.parameter()).contains("ids");
        assertThat(mismatch.retryAfter()).isEmpty();
    }

    @Test
    void saysWhenToTryAgain() {
        InferenceException full =
                InferenceException.retryLater(ErrorCode.QUEUE_FULL, "the queue is full", Duration.ofSeconds(2));
        assertThat(full.code()).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(full.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(full.parameter()).isEmpty();
    }

    @Test
    void keepsItsCause() {
        Exception cause = new IllegalStateException("broken");
        assertThat(new InferenceException(ErrorCode.INTERNAL, "the model run failed", cause))
                .hasMessage("the model run failed")
                .hasCause(cause);
        assertThat(new InferenceException(ErrorCode.INTERNAL, "the model run failed"))
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void paysForAStackTraceOnlyWhereTheFaultIsOurs(ErrorCode code) {
        StackTraceElement[] trace = new InferenceException(code, "failed").getStackTrace();
        if (code == ErrorCode.INTERNAL) {
            assertThat(trace).isNotEmpty();
        } else {
            assertThat(trace).isEmpty();
        }
    }
}
