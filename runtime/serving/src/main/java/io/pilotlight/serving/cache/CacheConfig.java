package io.pilotlight.serving.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** Answers that are kept, so that the same question is computed once. */
@ConfigMapping(prefix = "pilotlight.cache")
public interface CacheConfig {

    /** Whether answers are kept, where the function says that they may be. */
    @WithDefault("true")
    boolean enabled();

    /** How long an answer is kept. It changes no sooner than its function; this bounds what is kept for nobody. */
    @WithDefault("1h")
    Duration ttl();

    /** What kept answers may take of this process's memory. */
    @WithDefault("32M")
    MemorySize nearSize();
}
