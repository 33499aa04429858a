package io.pilotlight.router.pool;

import io.pilotlight.router.catalog.KnativeService;

import java.util.Optional;

/** How far something that scales by itself is scaled, as far as that is known. Safe for use by many threads. */
@FunctionalInterface
public interface Scale extends AutoCloseable {

    /** Of what nobody watches. */
    Scale UNKNOWN = Optional::empty;

    /** What is known; empty where it has to be inferred. */
    Optional<Known> known();

    /**
     * What was seen last.
     *
     * @param replicas that are ready
     * @param sinceNanos the time of {@link System#nanoTime} at which so many were first seen
     */
    record Known(int replicas, long sinceNanos) {}

    /** It is watched no longer. */
    @Override
    default void close() {}

    /** Has the scale of services watched. */
    @FunctionalInterface
    interface Watcher {

        /** To be closed by whoever asks for it. Returns at once; it becomes known later, if ever. */
        Scale watch(KnativeService service);
    }
}
