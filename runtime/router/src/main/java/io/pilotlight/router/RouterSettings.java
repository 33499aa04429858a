package io.pilotlight.router;

import io.pilotlight.router.access.AccessConfig;
import io.pilotlight.router.knative.KubernetesAccess;
import io.pilotlight.router.pool.TierShares;
import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.nio.file.Files;
import java.util.Set;

/** {@link RouterConfig} and {@link AccessConfig}, checked with all other settings at start. */
@Singleton
public class RouterSettings implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of(
            "pilotlight.router.catalog",
            "pilotlight.router.logs",
            "pilotlight.router.held-body",
            "pilotlight.router.waiting",
            "pilotlight.router.share.interactive",
            "pilotlight.router.share.batch",
            "pilotlight.router.kubernetes.api",
            "pilotlight.router.kubernetes.account",
            "pilotlight.access.open",
            "pilotlight.access.keys",
            "pilotlight.access.oidc.enabled",
            "pilotlight.access.oidc.issuer",
            "pilotlight.access.oidc.audience",
            "pilotlight.access.oidc.tenant-claim",
            "pilotlight.access.oidc.functions-claim",
            "pilotlight.access.oidc.requests-per-second");

    private final RouterConfig router;
    private final AccessConfig access;

    @Inject
    RouterSettings(RouterConfig router, AccessConfig access) {
        this.router = router;
        this.access = access;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        SettingsCheck.require(
                "pilotlight.router.catalog", Files.isDirectory(router.catalog()), "a folder", router.catalog());
        SettingsCheck.atLeast("pilotlight.router.held-body", router.heldBody().asLongValue(), 0);
        SettingsCheck.atLeast("pilotlight.router.waiting", router.waiting(), 1);
        shares();
        kubernetes();
        SettingsCheck.require(
                "pilotlight.access.keys",
                access.open() || access.keys().isPresent() || access.oidc().enabled(),
                "a file of keys, pilotlight.access.oidc or pilotlight.access.open, or nobody could call",
                "none of them");
        SettingsCheck.require(
                "pilotlight.access.oidc.issuer",
                !access.oidc().enabled() || access.oidc().issuer().isPresent(),
                "the provider's address",
                "none");
        SettingsCheck.require(
                "pilotlight.access.oidc.audience",
                !access.oidc().enabled() || access.oidc().audience().isPresent(),
                "the audience that tokens must name, or any",
                "none");
        SettingsCheck.atLeast(
                "pilotlight.access.oidc.requests-per-second", access.oidc().requestsPerSecond(), 0);
    }

    KubernetesAccess kubernetes() {
        try {
            return new KubernetesAccess(
                    router.kubernetes().api(), router.kubernetes().account());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting pilotlight.router.kubernetes.api: " + e.getMessage(), e);
        }
    }

    TierShares shares() {
        try {
            return new TierShares(router.share().interactive(), router.share().batch());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting pilotlight.router.share: " + e.getMessage(), e);
        }
    }
}
