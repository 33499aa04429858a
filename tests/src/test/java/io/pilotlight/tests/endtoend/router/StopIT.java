package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** SIGTERM under load: who is in the house is answered, newcomers are refused, and nothing is left behind. */
class StopIT {

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration A_MOMENT = Duration.ofSeconds(5); // for the shells that see the router's end
    private static final int HELD = 24;

    @Test
    void answersWhatItHoldsAndLeavesNothingBehind(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException {
        Placement slow = Placement.ofEcho()
                .with("concurrency", 8) // so that others wait in the router
                .with("environment", Map.of("ECHO_DELAY_MILLIS", "500"));
        CatalogFiles catalog =
                new CatalogFiles(folder).function("echo", true).pool("edge-cpu", 1, Map.of("echo", slow));
        try (RouterProcess router = RouterProcess.start(catalog);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            router.front().send(Ask.of("echo", "awake"));
            List<ProcessHandle> started = router.descendants().toList();
            List<Request> requests = new ArrayList<>();
            List<Future<Answer>> held = new ArrayList<>();
            for (int i = 0; i < HELD; i++) {
                Request request = Ask.of("echo", "held " + i);
                requests.add(request);
                held.add(callers.submit(() -> router.front().send(request)));
            }
            await().until(() -> router.front().metrics().gauge("http_server_active_requests") == HELD);

            router.front().terminate();
            await().until(() -> router.front().output().contains("draining"));
            assertRefusesNewcomers(router);

            for (int i = 0; i < HELD; i++) {
                Answer answer = held.get(i).get();
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(requests.get(i).body());
            }
            assertThat(router.front().awaitExit(STOP)).isIn(0, 143);
            assertThat(started).isNotEmpty();
            await().atMost(A_MOMENT).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static void assertRefusesNewcomers(RouterProcess router) throws IOException {
        try (Connection newcomer = router.front().connect()) {
            newcomer.send(Ask.of("echo", "late").bytes());
            assertThat(newcomer.answer().status()).isEqualTo(503);
        } catch (ConnectException refused) {
            // as good
        }
    }
}
