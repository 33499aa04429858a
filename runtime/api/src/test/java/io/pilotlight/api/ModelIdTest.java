package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class ModelIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "all-MiniLM-L6-v2", "model_1.5", "0"})
    void allowsLettersDigitsDotsDashesAndUnderscores(String name) {
        assertThat(new ModelId(name, "1").name()).isEqualTo(name);
        assertThat(new ModelId("m", name).version()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "é", "٣", "a\n", "𝐚"})
    void refusesAnythingElse(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelId(name, "1"))
                .withMessageContaining("model name: expected 1 to 128 letters")
                .withMessageEndingWith("got \"" + name + "\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelId("m", name))
                .withMessageContaining("model version: expected");
    }

    @Test
    void refusesMoreThan128Characters() {
        assertThat(new ModelId("a".repeat(128), "1").name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelId("a".repeat(129), "1"));
    }
}
