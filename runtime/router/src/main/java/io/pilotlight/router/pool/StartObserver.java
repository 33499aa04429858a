package io.pilotlight.router.pool;

import java.time.Duration;
import java.util.Map;

/** Hears of each start, for those who measure them. */
@FunctionalInterface
public interface StartObserver {

    /**
     * An endpoint is ready.
     *
     * @param parts of the duration, by name; they may overlap
     */
    void started(String pool, String function, Duration duration, Map<String, Duration> parts);
}
