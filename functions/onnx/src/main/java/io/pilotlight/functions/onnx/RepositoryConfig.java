package io.pilotlight.functions.onnx;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** Which models are served, and who may change that. */
@ConfigMapping(prefix = "pilotlight.repository")
public interface RepositoryConfig {

    /**
     * A model's file, its {@code http://} or {@code https://} address, or a folder of models: {@code NAME.onnx}, {@code
     * NAME/VERSION/model.onnx} as Triton has it, or a descriptor in the place of either, {@code NAME.json} or {@code
     * NAME/VERSION/model.json}, which tells where the model is.
     */
    @WithDefault("models")
    String location();

    /** What a model that is given by itself is called. By default its file's name without the extension. */
    Optional<String> name();

    /** What a model that is given by itself must be: {@code sha256:<64 hexadecimal digits>}. Required for an address. */
    Optional<String> digest();

    /**
     * Whether the rows of a model that is given by itself are independent of each other: then rows of different callers share runs.
     * Other models say it in their descriptors.
     */
    @WithDefault("false")
    boolean rowsIndependent();

    /**
     * Where models that come from an address are kept. By default {@code pilotlight-models} in the system's folder for
     * temporary files; what is kept there is verified again whenever it is loaded.
     */
    Optional<Path> downloads();

    /** The largest model that is fetched from an address. */
    @WithDefault("8G")
    MemorySize downloadSize();

    /** Whether callers may load and unload models. Switch it off where not all who reach this process may. */
    @WithDefault("true")
    boolean changes();
}
