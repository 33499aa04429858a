package io.pilotlight.serving.plan;

import io.pilotlight.wire.SettingsCheck;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.Set;

/** {@link PlanConfig}, checked with all other settings at start. */
@Singleton
public class PlanSettings implements SettingsCheck.More {

    static final Set<String> KNOWN = Set.of(
            "pilotlight.plan.lanes",
            "pilotlight.plan.threads",
            "pilotlight.plan.spinning",
            "pilotlight.plan.max-batch-rows",
            "pilotlight.plan.max-delay",
            "pilotlight.plan.device",
            "pilotlight.plan.cuda-device",
            "pilotlight.plan.cuda-memory",
            "pilotlight.plan.measure",
            "pilotlight.plan.idle",
            "pilotlight.plan.budget",
            "pilotlight.plan.file");

    /** Of lanes, and of threads of each, whoever asks for them. */
    static final int MAX_THREADS = 1024;

    private static final int MAX_BATCH_ROWS = 65_536;

    private final PlanConfig config;

    @Inject
    PlanSettings(PlanConfig config) {
        this.config = config;
    }

    @Override
    public Set<String> known() {
        return KNOWN;
    }

    @Override
    public void check() {
        between("pilotlight.plan.lanes", config.lanes(), 0, MAX_THREADS);
        between("pilotlight.plan.threads", config.threads(), 0, MAX_THREADS);
        between("pilotlight.plan.max-batch-rows", config.maxBatchRows(), 1, MAX_BATCH_ROWS);
        between("pilotlight.plan.cuda-device", config.cudaDevice(), 0, MAX_THREADS);
        long memory = config.cudaMemory().asLongValue();
        SettingsCheck.require("pilotlight.plan.cuda-memory", memory >= 0, "at least 0", memory);
        notNegative("pilotlight.plan.max-delay", config.maxDelay());
        notNegative("pilotlight.plan.idle", config.idle());
        notNegative("pilotlight.plan.budget", config.budget());
    }

    private static void between(String name, int value, int least, int most) {
        SettingsCheck.require(name, value >= least && value <= most, "between " + least + " and " + most, value);
    }

    private static void notNegative(String name, Duration duration) {
        SettingsCheck.require(name, !duration.isNegative(), "no negative duration", duration);
    }
}
