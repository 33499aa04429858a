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
        PlanFile file = PlanFile.in(home);
        return Optional.of(
                file.exists()
                        ? file.find(PlanKey.of(variant.answerDigest()), optimizeGraph)
                                .map(found -> found.chosen().session())
                                .orElseGet(() -> standard(optimizeGraph))
                        : standard(optimizeGraph));
    }

    private static boolean isConfigured() {
        return System.getenv().keySet().stream().anyMatch(name -> name.startsWith(VARIABLES))
                || System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(SETTINGS));
    }

    private static SessionSettings standard(boolean optimizeGraph) {
        return new SessionSettings(1, false, optimizeGraph);
    }
}
