package io.pilotlight.router.catalog;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a function's endpoints come from. */
public sealed interface Source {

    /** The queue that those endpoints work on, if they do, and nobody else starts them for it. */
    Optional<FunctionQueue> queue();

    /**
     * Processes of this machine, started on demand and stopped when idle.
     *
     * @param command of a process that listens on {@code $PORT}
     * @param environment beside what a process needs to run at all
     * @param inherit names of the router's own environment that processes get, too: what is no definition's matter, a secret for instance
     * @param directory that it starts in
     * @param queue that each of them works on
     * @param max how many there are at most
     * @param idle after which nobody having asked anything the last one is stopped
     * @param startTimeout in which it must be ready
     * @param drainTimeout in which it must have ended when it is asked to; then it is killed
     */
    record Processes(
            List<String> command,
            Map<String, String> environment,
            List<String> inherit,
            Optional<Path> directory,
            Optional<FunctionQueue> queue,
            int max,
            Duration idle,
            Duration startTimeout,
            Duration drainTimeout)
            implements Source {

        public Processes {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            inherit = List.copyOf(inherit);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("`command`: expected a program and its arguments, got none");
            }
            if (max < 1) {
                throw new IllegalArgumentException("`max`: expected at least 1, got " + max);
            }
            requirePositive("idle", idle);
            requirePositive("startTimeout", startTimeout);
            requirePositive("drainTimeout", drainTimeout);
        }
    }

    /**
     * An address behind which something scales by itself, a Knative service for instance.
     *
     * @param sleepsAfter how long nobody must have asked anything for it to be taken for asleep, where nothing better is known
     * @param knative the service that is there, if its scale is to be watched
     */
    record Address(URI url, Duration sleepsAfter, Optional<KnativeService> knative) implements Source {

        public Address {
            boolean usable =
                    url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
            if (!usable) {
                throw new IllegalArgumentException("`url`: expected http:// or https:// and a host, got " + url);
            }
            requirePositive("sleepsAfter", sleepsAfter);
        }

        /** Whoever scales it sees to that. */
        @Override
        public Optional<FunctionQueue> queue() {
            return Optional.empty();
        }

        public boolean isSecure() {
            return "https".equals(url.getScheme());
        }

        /** As the scheme has it where none is given. */
        public int port() {
            if (url.getPort() >= 0) {
                return url.getPort();
            }
            return isSecure() ? 443 : 80;
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("`" + name + "`: expected more than nothing, got " + duration);
        }
    }
}
