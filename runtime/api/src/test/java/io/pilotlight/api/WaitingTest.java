package io.pilotlight.api;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

final class WaitingTest {

    @Test
    void doesWhatNeedNotWait() {
        assertThat(Waiting.without(() -> "done")).contains("done");
    }

    @Test
    void givesUpWhatWouldHaveTo() {
        AtomicInteger after = new AtomicInteger();
        assertThat(Waiting.without(() -> {
                    Waiting.begins();
                    return after.incrementAndGet();
                }))
                .isEmpty();
        assertThat(after).hasValue(0);
    }

    @Test
    void believesNothingOfWorkThatWentOnAllTheSame() {
        assertThat(Waiting.without(() -> {
                    try {
                        Waiting.begins();
                        return "waited";
                    } catch (RuntimeException e) {
                        return "something else";
                    }
                }))
                .isEmpty();
        assertThat(Waiting.without(() -> {
                    try {
                        Waiting.begins();
                        return "waited";
                    } catch (RuntimeException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .isEmpty();
    }

    @Test
    void tellsOfFailures() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Waiting.without(() -> {
                    throw new IllegalStateException("a failure");
                }));
    }

    @Test
    void letsOthersWait() {
        assertThatCode(Waiting::begins).doesNotThrowAnyException();
        assertThat(Waiting.without(() -> "done")).isPresent();
        assertThatCode(Waiting::begins).doesNotThrowAnyException();
    }
}
