package io.pilotlight.serving.manifest;

import io.pilotlight.serving.FunctionDefinition;
import io.pilotlight.wire.json.Json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Has a function's definition found as a service before there is an application, where it needs nothing of one: it has a public
 * constructor without parameters and no fields that somebody would have to fill. Native executables are told to keep it.
 */
final class EarlyDefinition {

    private static final String SERVICES = "META-INF/services";
    private static final String SERVICE = SERVICES + "/" + FunctionDefinition.class.getName();

    private EarlyDefinition() {}

    /**
     * Writes that, or removes what an earlier build has written.
     *
     * @param classes the folder of the function's own
     */
    static void write(Class<?> definition, Path classes) throws IOException {
        Path service = classes.resolve(SERVICE);
        Path folder = classes.resolve("META-INF/native-image/io.pilotlight").resolve(definition.getName());
        Path reachability = folder.resolve("reachability-metadata.json");
        if (needsNothing(definition)) {
            Files.createDirectories(classes.resolve(SERVICES));
            Files.writeString(service, definition.getName());
            Files.createDirectories(folder);
            Files.write(reachability, Json.bytes(reachability(definition)));
        } else {
            Files.deleteIfExists(service);
            Files.deleteIfExists(reachability);
        }
    }

    static boolean needsNothing(Class<?> definition) {
        boolean made = Arrays.stream(definition.getConstructors()).anyMatch(one -> one.getParameterCount() == 0);
        return made
                && FunctionDefinition.class.isAssignableFrom(definition)
                && Stream.<Class<?>>iterate(definition, type -> type != Object.class, Class::getSuperclass)
                        .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                        .allMatch(field -> Modifier.isStatic(field.getModifiers()));
    }

    /** As GraalVM's reachability metadata has it. */
    private static ObjectNode reachability(Class<?> definition) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        ObjectNode type = metadata.putArray("reflection").addObject().put("type", definition.getName());
        type.putArray("methods").addObject().put("name", "<init>").putArray("parameterTypes");
        metadata.putArray("resources").addObject().put("glob", SERVICE);
        return metadata;
    }
}
