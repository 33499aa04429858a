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
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Where a request goes follows from how long answers take now. */
class RoutingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOW_MILLIS = 400;
    private static final String DEADLINE_MILLIS = "200";

    @Test
    void swappingTheSpeedsOfTwoPoolsMovesTheRouting(@TempDir Path folder) {
        try (EchoServer cheap = EchoServer.start();
                EchoServer dear = EchoServer.start();
                RouterProcess router = RouterProcess.start(new CatalogFiles(folder)
                        .function("echo", true)
                        .pool("edge-cpu", 1, Map.of("echo", Placement.at(cheap.address())))
                        .pool("datacenter-gpu", 10, Map.of("echo", Placement.at(dear.address()))))) {
            await().atMost(PATIENCE).until(isAnsweredInTimeBy(router, "edge-cpu", "cheapest"));

            cheap.delay(SLOW_MILLIS);
            await().atMost(PATIENCE).until(isAnsweredInTimeBy(router, "datacenter-gpu", "deadline"));

            dear.delay(SLOW_MILLIS);
            cheap.delay(0);
            await().atMost(PATIENCE).until(isAnsweredInTimeBy(router, "edge-cpu", "cheapest"));
        }
    }

    /** Ten times in a row. */
    private static Callable<Boolean> isAnsweredInTimeBy(RouterProcess router, String pool, String route) {
        return () -> {
            for (int i = 0; i < 10; i++) {
                Answer answer =
                        router.front().send(Ask.of("echo", "x").header("Pilotlight-Deadline-Ms", DEADLINE_MILLIS));
                assertThat(answer.status()).as("%s", answer).isIn(200, 504);
                boolean asExpected = answer.status() == 200
                        && Ask.header(answer, "Pilotlight-Pool").equals(pool)
                        && Ask.header(answer, "Pilotlight-Route").equals(route);
                if (!asExpected) {
                    return false;
                }
            }
            return true;
        };
    }
}
