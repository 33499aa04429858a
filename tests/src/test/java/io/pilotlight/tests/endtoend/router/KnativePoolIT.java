package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Authority;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whether a Knative service sleeps is known before anybody asks it, where Kubernetes may be asked. */
class KnativePoolIT {

    private static final Placement PLACEMENT = Placement.at(URI.create("http://127.0.0.1:1"))
            .with("knative", Map.of("namespace", "models", "service", "one"));

    private static RouterProcess start(Path folder, KubernetesServer kubernetes, Path account) throws IOException {
        CatalogFiles catalog = new CatalogFiles(Files.createDirectory(folder.resolve("catalog")))
                .function("one", true)
                .pool("cluster", 1, Map.of("one", PLACEMENT));
        return RouterProcess.of(RouterProcess.launch(catalog)
                .environment("PILOTLIGHT_ROUTER_KUBERNETES_API", kubernetes.address())
                .environment("PILOTLIGHT_ROUTER_KUBERNETES_ACCOUNT", account.toString()));
    }

    private static void awaitState(RouterProcess router, String state) {
        await().atMost(Duration.ofSeconds(20)).until(() -> router.tells("cluster", "one")
                .required("state")
                .textValue()
                .equals(state));
    }

    @Test
    void aServiceIsSeenToWakeAndToFallAsleep(@TempDir Path folder) throws IOException {
        Authority authority = Authority.make(folder, "ca");
        authority.sign("localhost");
        Files.copy(authority.certificate(), folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), KubernetesServer.TOKEN);
        try (KubernetesServer kubernetes = KubernetesServer.open(authority);
                RouterProcess router = start(folder, kubernetes, folder)) {
            awaitState(router, "cold");
            kubernetes.scaleTo(2);
            awaitState(router, "warm");
            kubernetes.scaleTo(0);
            awaitState(router, "cold");
        }
    }

    @Test
    void whoMayNotAskInfersAndSaysSo(@TempDir Path folder) throws IOException {
        Authority authority = Authority.make(folder, "ca");
        authority.sign("localhost");
        Files.copy(authority.certificate(), folder.resolve("ca.crt"));
        try (KubernetesServer kubernetes = KubernetesServer.open(authority);
                RouterProcess router = start(folder, kubernetes, folder)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> router.front().output().contains("answers 401"));
            awaitState(router, "cold");
            assertThat(router.front().output()).containsOnlyOnce("models/one: whether it sleeps is inferred");
        }
    }
}
