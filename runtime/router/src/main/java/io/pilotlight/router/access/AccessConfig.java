package io.pilotlight.router.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "pilotlight.access")
public interface AccessConfig {

    /** Whether callers need no credential. Not unless you say so. */
    @WithDefault("false")
    boolean open();

    /** The file of API keys, by their SHA-256. It is looked at each second. */
    Optional<Path> keys();
}
