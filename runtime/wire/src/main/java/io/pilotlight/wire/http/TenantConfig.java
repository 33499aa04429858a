package io.pilotlight.wire.http;

import io.smallrye.config.ConfigMapping;

import java.util.Optional;

/** Who shares kept answers with whom. */
@ConfigMapping(prefix = "pilotlight.tenant")
public interface TenantConfig {

    /**
     * The request header whose value is the tenant: one that a trusted gateway sets, or {@code Authorization}. Callers who send none are
     * one tenant; without this setting, all are.
     */
    Optional<String> header();
}
