package io.pilotlight.wire;

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
        return below(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping);
    }

    private static Stream<String> below(String prefix, Class<?> properties) {
        return Arrays.stream(properties.getDeclaredMethods()).flatMap(method -> {
            String name =
                    prefix + '.' + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            boolean isGroup = method.getReturnType().isInterface()
                    && method.getReturnType().getEnclosingClass() == properties;
            return isGroup ? below(name, method.getReturnType()) : Stream.of(name);
        });
    }
}
