package io.pilotlight.router;

import io.pilotlight.router.access.AccessConfig;
import io.pilotlight.wire.MappedProperties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouterSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfacesAndNoOthers() {
        assertThat(RouterSettings.KNOWN).isEqualTo(MappedProperties.of(RouterConfig.class, AccessConfig.class));
    }
}
