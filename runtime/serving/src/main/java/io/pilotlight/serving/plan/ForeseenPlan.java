package io.pilotlight.serving.plan;

import io.pilotlight.engine.session.SessionSettings;
import io.pilotlight.serving.Home;
import io.pilotlight.wire.manifest.FunctionManifest;

import java.util.Locale;
import java.util.Optional;

/** What can be known of a model's plan before there is an application and its configuration. It may turn out otherwise. */
public final class ForeseenPlan {

    private static final String SETTINGS = "pilotlight.plan.";
    private static final String VARIABLES = SETTINGS.toUpperCase(Locale.ROOT).replace('.', '_');

    private ForeseenPlan() {}

    /** How the model's session will use processors; empty where a setting has a say in it. */
    public static Optional<SessionSettings> session(Home home, FunctionManifest.Variant variant) {
        if (isConfigured()) {
            return Optional.empty();
        }
        boolean optimizeGraph = !variant.graphOptimized();
        return Optional.of(Optional.of(PlanFile.in(home))
                .filter(PlanFile::exists) // else to know the key would mean to load a library for nothing
                .flatMap(file -> file.find(PlanKey.of(variant.answerDigest()), optimizeGraph))
                .map(found -> found.chosen().session())
                .orElseGet(() -> new SessionSettings(1, false, optimizeGraph)));
    }

    private static boolean isConfigured() {
        return System.getenv().keySet().stream().anyMatch(name -> name.startsWith(VARIABLES))
                || System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(SETTINGS));
    }
}
