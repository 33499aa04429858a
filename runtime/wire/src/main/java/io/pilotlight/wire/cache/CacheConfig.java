package io.pilotlight.wire.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Answers that are kept, so that the same question is computed once. */
@ConfigMapping(prefix = "pilotlight.cache")
public interface CacheConfig {

    /** Whether answers are kept, where the function says that they may be. */
    @WithDefault("true")
    boolean enabled();

    /** How long an answer is kept. It changes no sooner than its function; this bounds what is kept for nobody. */
    @WithDefault("1h")
    Duration ttl();

    /** What kept answers may take of this process's memory. */
    @WithDefault("32M")
    MemorySize nearSize();

    /** What callers of {@code POST /cache/invalidate} must know. At least 16 characters; logged nowhere. None: nobody may call it. */
    Optional<String> adminToken();

    /** An Infinispan cluster, in which all replicas find what one has computed. */
    Shared shared();

    /** How it is reached. Whatever becomes of it, requests are answered. */
    interface Shared {

        /**
         * {@code host:port} each, separated by commas; one is enough to find the others. Without any, answers are this process's own.
         * With TLS the first host is the name that certificates of all servers must have.
         */
        Optional<String> servers();

        /** The cache's name there. */
        @WithDefault("pilotlight")
        String name();

        /** Who we are, for SCRAM-SHA-256; none: nobody asks. */
        Optional<String> username();

        /** To be given with the name. It is logged nowhere. */
        Optional<String> password();

        /** Whether connections are encrypted, and the servers' certificates and name are verified. */
        @WithDefault("false")
        boolean tls();

        /** Certificates of the authorities that may vouch for the servers, in a PEM file; none: those that Java knows. */
        Optional<Path> trustStore();

        /** What a request waits for an answer of the cluster at most, each time; it asks at most twice before it computes. */
        @WithDefault("5ms")
        Duration budget();
    }
}
