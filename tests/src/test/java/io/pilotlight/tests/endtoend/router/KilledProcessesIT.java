package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many requests while a process is killed each second: each gets its own answer. {@code -Dpilotlight.requests=100000} asks for more of
 * them.
 */
class KilledProcessesIT {

    private static final int REQUESTS = Integer.getInteger("pilotlight.requests", 3_000);
    private static final int CALLERS = 16;

    @Test
    void everyRequestGetsItsOwnAnswer(@TempDir Path folder) {
        Placement echo = Placement.ofEcho()
                .with("max", 3)
                .with("concurrency", 8)
                .with("environment", Map.of("ECHO_DELAY_MILLIS", "20"));
        CatalogFiles catalog =
                new CatalogFiles(folder).function("echo", true).pool("edge-cpu", 1, Map.of("echo", echo));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger killed = new AtomicInteger();
        try (RouterProcess router = RouterProcess.start(catalog);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> killing =
                    killer.scheduleWithFixedDelay(() -> kill(router, killed), 1, 1, TimeUnit.SECONDS);
            List<CompletableFuture<Void>> asking = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> CompletableFuture.runAsync(() -> ask(router, asked), callers))
                    .toList();
            asking.forEach(CompletableFuture::join);
            killing.cancel(true);
        }
        assertThat(killed).hasValueGreaterThan(2);
    }

    private static void kill(RouterProcess router, AtomicInteger killed) {
        Optional<ProcessHandle> one =
                router.processes("edge-cpu", "echo").stream().findAny();
        one.filter(ProcessHandle::destroyForcibly).ifPresent(gone -> killed.incrementAndGet());
    }

    /** One request after the other; whoever is told to come back later does. */
    private static void ask(RouterProcess router, AtomicInteger asked) {
        for (int number = asked.incrementAndGet(); number <= REQUESTS; number = asked.incrementAndGet()) {
            Request request = Ask.of("echo", "text " + number);
            Answer answer = router.front().send(request);
            while (answer.status() == 503) {
                pause(Duration.ofSeconds(Long.parseLong(Ask.header(answer, "Retry-After"))));
                answer = router.front().send(request);
            }
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.body()).as("request %d", number).isEqualTo(request.body());
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration); // as the answer has said
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
