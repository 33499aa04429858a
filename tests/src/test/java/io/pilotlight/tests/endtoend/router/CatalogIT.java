package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.EchoServer;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The catalog changes while the router serves. */
class CatalogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aValidOneIsTakenAndAnInvalidOneRefusedWithASentence(@TempDir Path folder) {
        try (EchoServer echo = EchoServer.start()) {
            Placement placement = Placement.at(echo.address());
            CatalogFiles catalog =
                    new CatalogFiles(folder).function("first", true).pool("edge-cpu", 1, Map.of("first", placement));
            try (RouterProcess router = RouterProcess.start(catalog)) {
                Answer unknown = router.front().send(Ask.of("second", "x"));
                assertThat(unknown.status()).isEqualTo(404);

                catalog.pool("edge-cpu", 1, Map.of("first", placement, "second", placement));
                await().atMost(PATIENCE).until(() -> router.front()
                        .output()
                        .contains("pool edge-cpu: expected one of the functions [first], got \"second\""));
                assertThat(router.front().send(Ask.of("first", "x")).status()).isEqualTo(200);

                catalog.file("broken.pool.json", "{\"name\": ");
                await().atMost(PATIENCE)
                        .until(() -> router.front().output().contains("catalog: broken.pool.json: no JSON"));
                assertThat(router.front().send(Ask.of("first", "x")).status()).isEqualTo(200);

                catalog.file("broken.pool.json", "{\"name\": \"empty\", \"functions\": {}}")
                        .function("second", true);
                await().atMost(PATIENCE)
                        .until(() -> router.front().send(Ask.of("second", "x")).status() == 200);
                assertThat(router.front().send(Ask.of("first", "x")).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRouterDoesNotStartWithAnInvalidOne(@TempDir Path folder) throws InterruptedException {
        CatalogFiles catalog = new CatalogFiles(folder).file("edge-cpu.pool.json", "{\"name\": \"edge-cpu\"}");

        assertThat(RouterProcess.launch(catalog).failToStart()).contains("edge-cpu.pool.json", "functions");
    }
}
