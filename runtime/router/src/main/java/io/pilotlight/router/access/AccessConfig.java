package io.pilotlight.router.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "pilotlight.access")
public interface AccessConfig {

    /** Whether callers need no credential. Not unless you say so. */
    @WithDefault("false")
    boolean open();

    /** The file of API keys, by their SHA-256. It is looked at each second. */
    Optional<Path> keys();

    /** Bearer tokens of an OpenID Connect provider, beside API keys. */
    Oidc oidc();

    /** What tokens must be, and what they say. More is set by Quarkus's own {@code quarkus.oidc.*}. */
    interface Oidc {

        /** Whether such tokens are accepted. */
        @WithDefault("false")
        boolean enabled();

        /** The provider's address, under which its {@code .well-known/openid-configuration} lies. */
        Optional<String> issuer();

        /**
         * The audience ({@code aud}) that tokens must name, so that one which its owner has shown to another service opens nothing here;
         * {@code any} where the provider serves this platform only.
         */
        Optional<String> audience();

        /** The claim that names the caller's tenant. A token without it is refused. */
        @WithDefault("sub")
        String tenantClaim();

        /** The claim that lists the functions that the caller may call. Without this setting he may call all; with it a token needs the claim. */
        Optional<String> functionsClaim();

        /** How often each caller may call in a second; 0: as often as he likes. */
        @WithDefault("0")
        int requestsPerSecond();
    }
}
