package io.pilotlight.wire.cache;

import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** {@link CacheConfig}, checked with all other settings at start. */
@Singleton
public class CacheSettings implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of(
            "pilotlight.cache.enabled",
            "pilotlight.cache.ttl",
            "pilotlight.cache.near-size",
            "pilotlight.cache.admin-token",
            "pilotlight.cache.shared.servers",
            "pilotlight.cache.shared.name",
            "pilotlight.cache.shared.username",
            "pilotlight.cache.shared.password",
            "pilotlight.cache.shared.tls",
            "pilotlight.cache.shared.trust-store",
            "pilotlight.cache.shared.budget");

    private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*");

    private static final int LEAST_TOKEN = 16;

    private final CacheConfig config;

    @Inject
    CacheSettings(CacheConfig config) {
        this.config = config;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        SettingsCheck.require("pilotlight.cache.ttl", config.ttl().isPositive(), "more than 0", config.ttl());
        long size = config.nearSize().asLongValue();
        SettingsCheck.require("pilotlight.cache.near-size", size >= 0, "at least 0", size);
        config.adminToken()
                .ifPresent(token -> SettingsCheck.require(
                        "pilotlight.cache.admin-token",
                        token.length() >= LEAST_TOKEN,
                        "at least " + LEAST_TOKEN + " characters",
                        token.length()));
        check(config.shared());
    }

    private static void check(CacheConfig.Shared shared) {
        shared.servers()
                .ifPresent(servers -> SettingsCheck.require(
                        "pilotlight.cache.shared.servers",
                        SERVERS.matcher(servers).matches(),
                        "host:port, separated by commas",
                        servers));
        SettingsCheck.require(
                "pilotlight.cache.shared.password",
                shared.username().isPresent() == shared.password().isPresent(),
                "both a username and a password, or neither",
                shared.password().isPresent() ? "no username" : "no password");
        SettingsCheck.require(
                "pilotlight.cache.shared.trust-store",
                shared.trustStore().isEmpty() || shared.tls(),
                "none without pilotlight.cache.shared.tls",
                shared.trustStore().map(Path::toString).orElse(""));
        shared.trustStore()
                .ifPresent(file -> SettingsCheck.readable("pilotlight.cache.shared.trust-store", file, "a PEM file"));
        SettingsCheck.require(
                "pilotlight.cache.shared.budget", shared.budget().isPositive(), "more than 0", shared.budget());
    }
}
