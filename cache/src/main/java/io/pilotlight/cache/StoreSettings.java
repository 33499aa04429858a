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
 * @param tls whether connections are encrypted, and the servers' certificates are verified: each must be made out to
 *     {@link #serverName()}
 * @param trustStore certificates of the authorities that may vouch for the servers, in a PEM file; without one those of the Java
 *     runtime
 * @param budget what a request waits for the store at most, each time
 */
public record StoreSettings(
        String servers,
        String cache,
        Optional<Credentials> credentials,
        boolean tls,
        Optional<Path> trustStore,
        Duration budget) {

    /**
     * The host of the first server: the name that certificates of all servers must have, and that they are asked for. Nodes of a
     * cluster tell addresses of their own, which no certificate has.
     */
    String serverName() {
        return servers.substring(0, servers.indexOf(':'));
    }

    /** Who we are. */
    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return "credentials of " + username;
        }
    }
}
