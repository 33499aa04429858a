package io.pilotlight.serving.repository;

import io.pilotlight.api.InferenceException;
import io.pilotlight.api.ModelId;
import io.pilotlight.wire.openinference.DescribedModels;
import io.pilotlight.wire.openinference.ModelState;

import java.util.List;
import java.util.function.Function;

/** The models of a process. A process has one repository, opened once it listens and closed when it has drained. */
public interface ModelRepository {

    /** For the log: what is served. */
    String name();

    /**
     * Loads its models, on the calling thread.
     *
     * @throws RuntimeException if the process cannot serve anything, saying why
     */
    void open();

    /** Whether requests can be answered. */
    boolean isReady();

    /**
     * Has a model work. It is not unloaded before the work has ended.
     *
     * @param version or {@link DescribedModels#ANY_VERSION}
     * @throws InferenceException {@code UNKNOWN_MODEL}, or {@code MODEL_LOADING}
     */
    <T> T use(String name, String version, Function<Model, T> work);

    /**
     * How a model is. Told at once, on any thread.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}
     */
    ModelState state(String name, String version);

    /** Those that answer, by name, and the newest version first. Told at once, on any thread. */
    List<ModelId> ready();

    /** All models, in the same order; those that could not be loaded as well. May look at the disk. */
    List<ModelState> index();

    /**
     * Loads a model's versions, or loads them anew; what it held before serves until then.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}; {@code INVALID_REQUEST} if it is none that comes and goes, or
     *     cannot be loaded
     */
    void load(String name);

    /**
     * Has no more requests reach a model, whose memory is free as soon as those that it has are answered.
     *
     * @throws InferenceException {@code UNKNOWN_MODEL}; {@code INVALID_REQUEST} if it is none that comes and goes
     */
    void unload(String name);

    /** Finishes what waits, and frees all models. */
    void close();
}
