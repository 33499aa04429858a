package io.pilotlight.serving.cache;

import io.pilotlight.serving.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfaceAndNoOthers() {
        assertThat(CacheSettings.KNOWN).isEqualTo(MappedProperties.of(CacheConfig.class));
    }
}
