package io.pilotlight.serving;

import io.pilotlight.serving.http.DeadlineConfig;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.http.ShutdownConfig;
import io.pilotlight.serving.http.TenantConfig;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsCheckTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfacesAndNoOthers() {
        assertThat(SettingsCheck.KNOWN)
                .isEqualTo(MappedProperties.of(
                        LimitsConfig.class,
                        DeadlineConfig.class,
                        TenantConfig.class,
                        ModelConfig.class,
                        ShutdownConfig.class));
    }
}
