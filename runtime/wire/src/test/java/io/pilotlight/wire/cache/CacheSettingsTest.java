package io.pilotlight.wire.cache;

import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfaceAndNoOthers() {
        assertThat(CacheSettings.KNOWN).isEqualTo(MappedProperties.of(CacheConfig.class));
    }
}
