package io.pilotlight.tests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What Kustomize makes of the folders of {@code deploy/knative}. */
final class Kustomize {

    static final Path HOME = Tools.ROOT.resolve(Path.of("deploy", "knative"));

    private Kustomize() {}

    /** One that stands by itself: an environment, or a component that is no patch. */
    static Manifests build(Path folder) {
        Tools.require("kubectl");
        Outcome outcome = Outcome.of(
                HOME,
                Map.of(),
                List.of("kubectl", "kustomize", "--load-restrictor", "LoadRestrictionsNone", folder.toString()));
        return Manifests.of(List.of(outcome.succeeded()));
    }

    static Manifests environment(String name) {
        return build(HOME.resolve("environments").resolve(name));
    }

    /** An environment, and a component that it does not have. */
    static Manifests environmentWith(String name, String component, Path scratch) {
        try {
            Path folder = scratch.toRealPath();
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    "resources: ["
                            + folder.relativize(HOME.resolve("environments").resolve(name)) + "]\n" + "components: ["
                            + folder.relativize(HOME.resolve("components").resolve(component)) + "]\n");
            return build(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
