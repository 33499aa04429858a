package io.pilotlight.serving.plan;

import io.smallrye.config.ConfigMapping;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class PlanSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfaceAndNoOthers() {
        String prefix = PlanConfig.class.getAnnotation(ConfigMapping.class).prefix();
        Set<String> mapped = Arrays.stream(PlanConfig.class.getDeclaredMethods())
                .map(method -> prefix
                        + '.'
                        + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(PlanSettings.KNOWN).isEqualTo(mapped);
    }
}
