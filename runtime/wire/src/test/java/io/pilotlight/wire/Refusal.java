package io.pilotlight.wire;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a caller is told when a request is refused: the code, the name of what was wrong, and the words. */
public final class Refusal {

    private final InferenceException refused;

    private Refusal(InferenceException refused) {
        this.refused = refused;
    }

    /** Does what must be refused; fails where it is not, or not with an {@link InferenceException}. */
    public static Refusal of(ThrowingCallable call) {
        InferenceException refused = catchThrowableOfType(InferenceException.class, call);
        assertThat(refused).as("a refusal").isNotNull();
        return new Refusal(refused);
    }

    public Refusal is(ErrorCode code) {
        assertThat(refused.code()).as("the code of: %s", refused.getMessage()).isEqualTo(code);
        return this;
    }

    /** That the one thing at fault is named to programs. */
    public Refusal names(String parameter) {
        assertThat(refused.parameter())
                .as("the parameter of: %s", refused.getMessage())
                .contains(parameter);
        return this;
    }

    /** That people are told all of it. */
    public Refusal says(String... parts) {
        assertThat(refused.getMessage()).contains(parts);
        return this;
    }

    public Refusal doesNotSay(String... parts) {
        assertThat(refused.getMessage()).doesNotContain(parts);
        return this;
    }

    /** That a caller's own text cannot flood an answer or a log. */
    public Refusal isShort() {
        assertThat(refused.getMessage()).hasSizeLessThan(1_000);
        return this;
    }

    public InferenceException exception() {
        return refused;
    }
}
