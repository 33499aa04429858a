package io.pilotlight.serving;

import io.smallrye.config.ConfigMapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The properties of configuration interfaces, as SmallRye Config names them. */
public final class MappedProperties {

    private MappedProperties() {}

    public static Set<String> of(Class<?>... mappings) {
        return Stream.of(mappings).flatMap(MappedProperties::named).collect(Collectors.toSet());
    }

    private static Stream<String> named(Class<?> mapping) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        return Arrays.stream(mapping.getDeclaredMethods())
                .map(method -> prefix
                        + '.'
                        + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
}
