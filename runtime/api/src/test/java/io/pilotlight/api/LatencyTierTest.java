package io.pilotlight.api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class LatencyTierTest {

    @ParameterizedTest
    @EnumSource
    void readsEveryTierInAnyCase(LatencyTier tier) {
        assertThat(LatencyTier.parse(tier.name())).isEqualTo(tier);
        assertThat(LatencyTier.parse(tier.name().toLowerCase(Locale.ROOT))).isEqualTo(tier);
    }

    @Test
    void readsTheSameUnderATurkishLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(LatencyTier.parse("INTERACTIVE")).isEqualTo(LatencyTier.INTERACTIVE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "batch ", "real-time", "0"})
    void namesTheTiersThereAreWhereItKnowsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatencyTier.parse(text))
                .withMessage("latency tier: expected realtime, interactive or batch, got \"" + text + "\"");
    }
}
