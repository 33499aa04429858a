package io.pilotlight.serving;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** Where the model lies. */
@ConfigMapping(prefix = "pilotlight.model")
public interface ModelConfig {

    /**
     * The folder that holds {@code model/} and {@code native/}. By default the folder of the executable or jar, or the
     * nearest one above it that holds a {@code model/}.
     */
    Optional<Path> home();
}
