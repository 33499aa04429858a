package io.pilotlight.serving;

import io.pilotlight.engine.model.ModelLoadException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder a function was installed in: the executable or jar, and beside it the model and the native libraries, on disk
 * so that a cold start maps them instead of unpacking them.
 */
public record Home(Path directory) {

    private static final String MODEL = "model";
    private static final String NATIVE = "native";

    /** That folder, or else the one the process runs from or the nearest above it that holds a model or native libraries. */
    public static Home find(Optional<Path> configured) {
        if (configured.isPresent()) {
            return new Home(configured.get());
        }
        Path start = running();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(MODEL)) || Files.isDirectory(directory.resolve(NATIVE))) {
                return new Home(directory);
            }
        }
        return new Home(start);
    }

    private static Path running() {
        if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
            Path command = Path.of(ProcessHandle.current().info().command().orElse(""));
            return Objects.requireNonNullElse(command.toAbsolutePath().getParent(), command);
        }
        URI code = URI.create(
                Home.class.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(code).toAbsolutePath();
    }

    /**
     * The folder of the function's model.
     *
     * @throws ModelLoadException if there is none
     */
    public Path model() {
        Path model = directory.resolve(MODEL);
        if (!Files.isDirectory(model)) {
            throw new ModelLoadException("folder " + model + ": missing; set pilotlight.model.home to what holds it");
        }
        return model;
    }

    /** The folder of the native libraries. */
    public Path nativeLibraries() {
        return directory.resolve(NATIVE);
    }
}
