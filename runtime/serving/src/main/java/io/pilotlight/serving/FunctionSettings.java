package io.pilotlight.serving;

import io.pilotlight.wire.SettingsCheck;
import io.pilotlight.wire.http.LimitsConfig;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.Set;

/** {@link ItemLimitsConfig} and {@link ModelConfig}, checked with all other settings at start. */
@Singleton
public class FunctionSettings implements SettingsCheck.More {

    static final Set<String> KNOWN =
            Set.of("pilotlight.limits.text-size", "pilotlight.limits.queued-rows", "pilotlight.model.home");

    private final LimitsConfig limits;
    private final ItemLimitsConfig itemLimits;

    @Inject
    FunctionSettings(LimitsConfig limits, ItemLimitsConfig itemLimits) {
        this.limits = limits;
        this.itemLimits = itemLimits;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        SettingsCheck.atLeast(
                "pilotlight.limits.text-size", itemLimits.textSize().asLongValue(), 1);
        SettingsCheck.require(
                "pilotlight.limits.queued-rows",
                itemLimits.queuedRows() >= limits.itemsPerRequest(),
                "at least pilotlight.limits.items-per-request, " + limits.itemsPerRequest(),
                itemLimits.queuedRows());
    }
}
