package io.pilotlight.wire;

import io.pilotlight.wire.http.DeadlineConfig;
import io.pilotlight.wire.http.LimitsConfig;
import io.pilotlight.wire.http.ShutdownConfig;
import io.pilotlight.wire.http.TenantConfig;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsCheckTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfacesAndNoOthers() {
        assertThat(SettingsCheck.KNOWN)
                .isEqualTo(MappedProperties.of(
                        LimitsConfig.class, DeadlineConfig.class, TenantConfig.class, ShutdownConfig.class));
    }
}
