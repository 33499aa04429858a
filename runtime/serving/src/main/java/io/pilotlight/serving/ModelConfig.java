package io.pilotlight.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** Where the model lies and how it uses the processors. */
@ConfigMapping(prefix = "pilotlight.model")
public interface ModelConfig {

    /**
     * The folder that holds {@code model/} and {@code native/}. By default the folder of the executable or jar, or the
     * nearest one above it that holds a {@code model/}.
     */
    Optional<Path> home();

    /** Runs side by side. 0: one for each core of the control group's CPU quota. */
    @WithDefault("0")
    int lanes();

    /** Threads that share one run. More than 1 serves a lonely caller faster and a crowd more slowly. */
    @WithDefault("1")
    int intraOpThreads();

    /** Whether idle threads of a run wait busily. Only of use with several intra-op threads, and never on shared cores. */
    @WithDefault("false")
    boolean spinning();
}
