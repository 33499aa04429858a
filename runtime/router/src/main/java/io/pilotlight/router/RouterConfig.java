package io.pilotlight.router;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What the router knows, holds and shares out. */
@ConfigMapping(prefix = "pilotlight.router")
public interface RouterConfig {

    /**
     * The folder of the catalog: {@code NAME.function.json} and {@code NAME.pool.json}. It is looked at each second; what is invalid is
     * refused with a sentence, and what was there before stays.
     */
    @WithDefault("catalog")
    Path catalog();

    /** The folder for what function processes print, a file for each pool and function. Without it they print where the router does. */
    Optional<Path> logs();

    /**
     * Bytes of a request's body that are held, so that it can be sent again and its response be kept. A longer one is passed on as it
     * comes.
     */
    @WithDefault("1M")
    MemorySize heldBody();

    /** Requests that may wait for an endpoint, for each function and pool. The less urgent make room for the more urgent. */
    @WithDefault("1000")
    int waiting();

    /** What tiers may take of an endpoint's concurrency, so that the more urgent ones find room. */
    Share share();

    /** The Kubernetes API, which is asked where a pool names a Knative service. */
    Kubernetes kubernetes();

    /** Where it is, and what it is asked with. */
    interface Kubernetes {

        /** Its address. The default is the one that it has for each pod. */
        @WithDefault("https://kubernetes.default.svc")
        URI api();

        /**
         * The folder of a service account, with its {@code token}, which is read again each time, and the {@code ca.crt} of the API. The
         * default is the one that each pod has. Without a token the API is asked without; without certificates those that Java trusts are
         * trusted.
         */
        @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount")
        Path account();
    }

    /** Shares of all requests under way. */
    interface Share {

        /** Up to which share interactive requests begin; more than 0, at most 1. */
        @WithDefault("0.9")
        double interactive();

        /** The same of batches; at most that of interactive ones. */
        @WithDefault("0.5")
        double batch();
    }
}
