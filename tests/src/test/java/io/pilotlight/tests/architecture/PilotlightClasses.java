package io.pilotlight.tests.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of every module but this one. */
final class PilotlightClasses implements LocationProvider {

    @Override
    public Set<Location> get(Class<?> testClass) {
        Stream<Path> grouped =
                Stream.of("runtime", "functions", "native-build").flatMap(group -> modules(Path.of("..", group)));
        Set<Location> modules = Stream.concat(Stream.of(Path.of("..", "cache")), grouped)
                .map(module -> module.resolve(Path.of("target", "classes")))
                .map(Location::of)
                .collect(Collectors.toSet());
        if (modules.size() < 5) {
            throw new IllegalStateException("expected the classes of all modules, got " + modules);
        }
        return modules;
    }

    private static Stream<Path> modules(Path group) {
        try (Stream<Path> folders = Files.list(group)) {
            return folders
                    .filter(folder -> Files.isDirectory(folder.resolve(Path.of("target", "classes"))))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
