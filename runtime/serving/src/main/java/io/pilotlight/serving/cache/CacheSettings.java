package io.pilotlight.serving.cache;

import io.pilotlight.serving.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Set;

/** {@link CacheConfig}, checked with all other settings at start. */
@Singleton
public class CacheSettings implements SettingsCheck.More {

    static final Set<String> KNOWN =
            Set.of("pilotlight.cache.enabled", "pilotlight.cache.ttl", "pilotlight.cache.near-size");

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
    }
}
