package io.pilotlight.serving;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the items of a request may be. Everything over a limit is refused with an error that names the limit. */
@ConfigMapping(prefix = "pilotlight.limits")
public interface ItemLimitsConfig {

    /**
     * UTF-8 bytes of one text. It is refused with 413, also where the caller would have it truncated: this bounds the
     * tokenizer's work. The model's own limit in tokens is another one.
     */
    @WithDefault("256K")
    MemorySize textSize();

    /** Rows that wait for the model, over all requests; what does not fit is refused with 429. At least {@link
     * io.pilotlight.wire.http.LimitsConfig#itemsPerRequest}. */
    @WithDefault("4096")
    int queuedRows();
}
