package io.pilotlight.serving;

import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Set;

/** {@link ItemLimitsConfig} and {@link ModelConfig}, checked with all other settings at start. */
@Singleton
public class FunctionSettings implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of(
            "pilotlight.limits.items-per-request",
            "pilotlight.limits.text-size",
            "pilotlight.limits.queued-rows",
            "pilotlight.model.home");

    private final ItemLimitsConfig limits;

    @Inject
    FunctionSettings(ItemLimitsConfig limits) {
        this.limits = limits;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        SettingsCheck.atLeast("pilotlight.limits.items-per-request", limits.itemsPerRequest(), 1);
        SettingsCheck.atLeast("pilotlight.limits.text-size", limits.textSize().asLongValue(), 1);
        SettingsCheck.require(
                "pilotlight.limits.queued-rows",
                limits.queuedRows() >= limits.itemsPerRequest(),
                "at least pilotlight.limits.items-per-request, " + limits.itemsPerRequest(),
                limits.queuedRows());
    }
}
