package io.pilotlight.serving;

import io.pilotlight.serving.http.DeadlineConfig;
import io.pilotlight.serving.http.LimitsConfig;
import io.pilotlight.serving.http.ShutdownConfig;

import io.smallrye.config.ConfigMapping;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsCheckTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfacesAndNoOthers() {
        Set<String> mapped = Stream.of(
                        LimitsConfig.class, DeadlineConfig.class, ModelConfig.class, ShutdownConfig.class)
                .flatMap(SettingsCheckTest::properties)
                .collect(Collectors.toSet());

        assertThat(SettingsCheck.KNOWN).isEqualTo(mapped);
    }

    private static Stream<String> properties(Class<?> mapping) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        return Arrays.stream(mapping.getDeclaredMethods())
                .map(method -> prefix
                        + '.'
                        + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
}
