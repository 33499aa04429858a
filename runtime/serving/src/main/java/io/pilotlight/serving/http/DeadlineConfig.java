package io.pilotlight.serving.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How long an answer is worked on. */
@ConfigMapping(prefix = "pilotlight.deadline")
public interface DeadlineConfig {

    /** For a request that states none. */
    @WithDefault("30s")
    Duration defaultDuration();

    /** The longest that a caller may state; a longer one is shortened to this. */
    @WithDefault("10m")
    Duration maximum();
}
