package io.pilotlight.serving.cache;

import io.smallrye.config.ConfigMapping;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class CacheSettingsTest {

    @Test
    void known_areThePropertiesOfTheConfigurationInterfaceAndNoOthers() {
        String prefix = CacheConfig.class.getAnnotation(ConfigMapping.class).prefix();
        Set<String> mapped = Arrays.stream(CacheConfig.class.getDeclaredMethods())
                .map(method -> prefix
                        + '.'
                        + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(CacheSettings.KNOWN).isEqualTo(mapped);
    }
}
