package io.pilotlight.wire.openinference;

import io.pilotlight.api.InferenceException;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import java.util.List;

/**
 * The models of a process or of a platform, as the protocols describe them. Whoever asks wakes nobody, and has nothing loaded. Safe for
 * use by many threads.
 */
public interface DescribedModels {

    /** Names any of a model's versions: the newest that is ready. */
    String ANY_VERSION = "";

    /**
     * Those that the sender of a request may know of.
     *
     * @return fails with {@code UNAUTHENTICATED}
     */
    Future<DescribedModels> seenBy(RoutingContext request);

    /** Whether requests are taken. Told at once. */
    boolean isReady();

    /**
     * How a model is. Told at once.
     *
     * @param version or {@link #ANY_VERSION}
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    ModelState state(String name, String version);

    /**
     * What a model takes and gives. Told at once.
     *
     * @param version or {@link #ANY_VERSION}
     * @throws InferenceException {@code UNKNOWN_MODEL}, or {@code MODEL_LOADING}
     */
    ModelDescription describe(String name, String version);

    /**
     * What a model has answered. Told at once.
     *
     * @param version or {@link #ANY_VERSION}
     * @throws InferenceException {@code UNKNOWN_MODEL}, or {@code MODEL_LOADING}
     */
    Statistics statistics(String name, String version);

    /** What every model has answered that is ready. Told at once. */
    List<Statistics> statistics();

    /** All models, or those that are ready. May look at the disk. */
    List<ModelState> index(boolean onlyReady);
}
