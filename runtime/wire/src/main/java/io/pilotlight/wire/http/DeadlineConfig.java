package io.pilotlight.wire.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** How long an answer is worked on. */
@ConfigMapping(prefix = "pilotlight.deadline")
public interface DeadlineConfig {

    /** For a request that states none. */
    @WithDefault("30s")
    Duration defaultDuration();

    /** The same of one in the tier {@code realtime}; by default as any other. */
    Optional<Duration> realtime();

    /** The same of one in the tier {@code batch}; by default as any other. */
    Optional<Duration> batch();

    /** The longest that a caller may state; a longer one is shortened to this. */
    @WithDefault("10m")
    Duration maximum();
}
