package io.pilotlight.serving;

import io.pilotlight.engine.model.ModelLoadException;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder a function was installed in: the executable or jar, and beside it the model and the native libraries, on disk
 * so that a cold start maps them instead of unpacking them.
 */
record Home(Path directory) {

    private static final String MODEL = "model";

    static Home find(Optional<Path> configured) {
        if (configured.isPresent()) {
            return new Home(configured.get());
        }
        Path start = running();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(MODEL))) {
                return new Home(directory);
            }
        }
        throw new ModelLoadException("no folder model/ found in " + start
                + " nor above: set pilotlight.model.home to the folder that holds it");
    }

    private static @Nullable Path running() {
        if (System.getProperty("org.graalvm.nativeimage.imagecode") != null) {
            return ProcessHandle.current()
                    .info()
                    .command()
                    .map(command -> Path.of(command).toAbsolutePath().getParent())
                    .orElse(null);
        }
        URI code = URI.create(
                Home.class.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(code).toAbsolutePath();
    }

    Path model() {
        return directory.resolve(MODEL);
    }

    Path nativeLibraries() {
        return directory.resolve("native");
    }
}
