package io.pilotlight.wire.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How the process stops. */
@ConfigMapping(prefix = "pilotlight.shutdown")
public interface ShutdownConfig {

    /** How long after SIGTERM requests in flight may take to be answered. New ones are refused at once with 503. */
    @WithDefault("30s")
    Duration drainTimeout();
}
