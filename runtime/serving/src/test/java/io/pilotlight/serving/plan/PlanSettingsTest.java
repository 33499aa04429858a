package io.pilotlight.serving.plan;

import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfaceAndNoOthers() {
        assertThat(PlanSettings.KNOWN).isEqualTo(MappedProperties.of(PlanConfig.class));
    }
}
