package io.pilotlight.functions.onnx;

import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Set;

/** {@link RepositoryConfig}, checked with all other settings at start. */
@Singleton
public class RepositorySettings implements SettingsCheck.More {

    private final RepositoryConfig config;

    @Inject
    RepositorySettings(RepositoryConfig config) {
        this.config = config;
    }

    @Override
    public Set<String> known() {
        return Set.of(
                "pilotlight.repository.location",
                "pilotlight.repository.name",
                "pilotlight.repository.digest",
                "pilotlight.repository.rows-independent",
                "pilotlight.repository.downloads",
                "pilotlight.repository.download-size",
                "pilotlight.repository.changes");
    }

    @Override
    public void check() {
        config.name().ifPresent(name -> parsed("pilotlight.repository.name", () -> new ModelId(name, "1")));
        config.digest().ifPresent(digest -> parsed("pilotlight.repository.digest", () -> Sha256.parse(digest)));
        SettingsCheck.require(
                "pilotlight.repository.download-size",
                config.downloadSize().asLongValue() > 0,
                "at least 1",
                config.downloadSize().asLongValue());
    }

    private static void parsed(String setting, Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting " + setting + ": " + e.getMessage(), e);
        }
    }
}
