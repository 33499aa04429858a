package io.pilotlight.serving;

import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FunctionSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfacesAndNoOthers() {
        assertThat(FunctionSettings.KNOWN).isEqualTo(MappedProperties.of(ItemLimitsConfig.class, ModelConfig.class));
    }
}
