package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.EchoServer;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers who take their time stop nobody. {@code -Dpilotlight.slow-callers=10000} has more of them. */
class SlowCallersIT {

    private static final int SLOW = Integer.getInteger("pilotlight.slow-callers", 2_000);

    @Test
    void stopNobodyAndAreAnsweredInTheEnd(@TempDir Path folder) throws IOException {
        Request request = Ask.of("echo", "slowly").header("Pilotlight-Deadline-Ms", "600000");
        byte[] bytes = request.bytes();
        int most = bytes.length - 5;
        List<Connection> slow = new ArrayList<>();
        try (EchoServer echo = EchoServer.start();
                RouterProcess router = RouterProcess.of(RouterProcess.launch(new CatalogFiles(folder)
                                .function("echo", true)
                                .pool("edge-cpu", 1, Map.of("echo", Placement.at(echo.address()))))
                        .environment("PILOTLIGHT_LIMITS_BODY_TIMEOUT", "10m")
                        .environment("PILOTLIGHT_ROUTER_WAITING", String.valueOf(SLOW)))) {
            for (int i = 0; i < SLOW; i++) {
                Connection connection = router.front().connect();
                slow.add(connection);
                connection.send(Arrays.copyOf(bytes, most));
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> router.front().metrics().gauge("http_server_active_requests") >= SLOW);
            int before = echo.asked();
            for (int i = 0; i < 100; i++) {
                long asked = System.nanoTime();
                Answer answer = router.front().send(Ask.of("echo", "quickly " + i));
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
            }
            assertThat(echo.asked() - before).isEqualTo(100);

            for (Connection connection : slow) {
                connection.send(Arrays.copyOfRange(bytes, most, bytes.length));
            }
            for (Connection connection : slow) {
                assertThat(connection.answer().body()).isEqualTo(request.body());
            }
        } finally {
            for (Connection connection : slow) {
                connection.close();
            }
        }
    }
}
