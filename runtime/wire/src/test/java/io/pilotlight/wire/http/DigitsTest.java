package io.pilotlight.wire.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DigitsTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "007, 7", "999999999999999999, 999999999999999999"})
    void parse_digits_isTheirNumber(String text, long number) {
        assertThat(Digits.parse(text, 18)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1 ", "+1", "-1", "1.0", "1e3", "0x1", "١", "1234"})
    void parse_anythingElse_isNone(String text) {
        assertThat(Digits.parse(text, 3)).isEmpty();
    }
}
