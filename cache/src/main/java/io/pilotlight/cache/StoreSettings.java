package io.pilotlight.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How replicas reach what they share.
 *
 * @param servers of an Infinispan cluster, {@code host:port} each, separated by commas; one is enough to find the others
 * @param cache its name there
 * @param credentials for SCRAM; without them nobody is asked for any
 * @param tls whether connections are encrypted, and the server's name is verified
 * @param trustStore of the authorities that may vouch for the servers; without one those of the Java runtime
 * @param budget what a request waits for the store at most, each time
 */
public record StoreSettings(
        String servers,
        String cache,
        Optional<Credentials> credentials,
        boolean tls,
        Optional<Path> trustStore,
        Duration budget) {

    /** Who we are. */
    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return "credentials of " + username;
        }
    }
}
