package io.pilotlight.wire.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** What a caller may send. Everything over a limit is refused with an error that names the limit. */
@ConfigMapping(prefix = "pilotlight.limits")
public interface LimitsConfig {

    /**
     * The largest request body. A longer one is refused with 413: by its Content-Length before any of it is read, else as
     * soon as it grows over the limit.
     */
    @WithDefault("16M")
    MemorySize bodySize();

    /**
     * Bytes of request bodies, and of answers that their callers have not yet taken, that are held at the same time, over all
     * requests: the bound of the memory that callers can claim. What does not fit is refused with 429. At least the body size,
     * and the size of the largest answer.
     */
    @WithDefault("128M")
    MemorySize bodiesInMemory();

    /** How long a caller may take to send its request; then 408. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** How long a caller may take to receive an answer; then the connection is closed, or on HTTP/2 the stream reset. */
    @WithDefault("60s")
    Duration answerTimeout();

    /** Requests that are read or answered at the same time; one more is refused with 429. */
    @WithDefault("1024")
    int concurrentRequests();

    /**
     * Items in one request: texts of an embeddings call, rows of a tensor, events of a batch. A router only tells callers of it, as its
     * functions are to have it.
     */
    @WithDefault("2048")
    int itemsPerRequest();
}
