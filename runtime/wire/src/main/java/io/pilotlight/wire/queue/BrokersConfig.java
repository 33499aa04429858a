package io.pilotlight.wire.queue;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** The brokers that queues lie with. */
@ConfigMapping(prefix = "pilotlight.queue")
public interface BrokersConfig {

    /**
     * Kafka brokers, {@code host:port} each, separated by commas; one is enough to find the others. Without any a function has no
     * queue, and the router wakes none for its records.
     */
    Optional<String> servers();

    /** A file of Kafka's own client properties: TLS, credentials. What is said here goes before. */
    Optional<Path> clientProperties();
}
