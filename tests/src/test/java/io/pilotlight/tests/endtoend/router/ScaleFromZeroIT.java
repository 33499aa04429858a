package io.pilotlight.tests.endtoend.router;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.LongRequest;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.RouterProcess;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A function that nobody calls costs nothing; a call wakes it, and a known answer wakes nobody. */
class ScaleFromZeroIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private CatalogFiles catalog;

    @BeforeEach
    void catalog(@TempDir Path folder) {
        catalog = new CatalogFiles(folder).embed();
    }

    private RouterProcess start(Placement embed) {
        catalog.pool("edge-cpu", 1, Map.of("embed", embed));
        return RouterProcess.of(RouterProcess.launch(catalog)
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_DEADLINE_DEFAULT_DURATION", "60s"));
    }

    @Test
    void aCallWakesAFunctionAndAKnownAnswerWakesNobody() {
        try (RouterProcess router = start(Placement.ofEmbed().with("idle", "2s"))) {
            assertThat(router.descendants()).isEmpty();

            Answer first = router.front().send(Ask.of("embed", "one"));
            Answer second = router.front().send(Ask.of("embed", "two"));
            Answer third = router.front().send(Ask.of("embed", "two"));

            assertThat(first.status()).as("%s", first).isEqualTo(200);
            assertThat(Ask.header(first, "Pilotlight-Pool")).isEqualTo("edge-cpu");
            assertThat(Ask.header(first, "Pilotlight-Route")).isEqualTo("cold-start");
            assertThat(Ask.header(first, "Server-Timing"))
                    .contains("infer;dur=", "router;dur=", "cold-start;dur=", "cold-start-listen;dur=");
            assertThat(Ask.header(second, "Pilotlight-Route")).isEqualTo("cheapest");
            assertThat(Ask.header(second, "Server-Timing"))
                    .contains("router;dur=")
                    .doesNotContain("cold-start");
            assertThat(Ask.header(third, "Cache-Status")).contains("Pilotlight-Router; hit");
            assertThat(third.body()).isEqualTo(second.body());

            await().atMost(PATIENCE).until(() -> router.descendants().findAny().isEmpty());
            Answer known = router.front().send(Ask.of("embed", "two"));

            assertThat(Ask.header(known, "Cache-Status")).contains("Pilotlight-Router; hit");
            assertThat(known.body()).isEqualTo(second.body());
            assertThat(router.descendants()).isEmpty();
            assertThat(router.tells("edge-cpu", "embed")
                            .required("coldStarts")
                            .required("count")
                            .intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void theVeryFirstAnswerIsKeptForThoseWhoComeAfter() {
        catalog.pool("edge-cpu", 1, Map.of("embed", Placement.ofEmbed()));
        try (InfinispanProcess infinispan = InfinispanProcess.start();
                RouterProcess router = RouterProcess.of(RouterProcess.launch(catalog)
                        .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                        .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", infinispan.address())
                        .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test is busy
                        .environment("PILOTLIGHT_DEADLINE_DEFAULT_DURATION", "60s"))) {
            await().atMost(PATIENCE).until(() -> router.front().output().contains("shares answers through"));

            Answer first = router.front().send(Ask.of("embed", "one"));
            Answer second = router.front().send(Ask.of("embed", "one"));

            assertThat(Ask.header(first, "Pilotlight-Route")).isEqualTo("cold-start");
            assertThat(Ask.header(first, "Cache-Status")).contains("Pilotlight-Router; fwd=miss; stored");
            assertThat(Ask.header(second, "Cache-Status")).contains("Pilotlight-Router; hit");
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @Test
    void whoAsksAProcessThatIsKilledIsAnsweredByAnother() {
        try (RouterProcess router = start(Placement.ofEmbed())) {
            router.front().send(Ask.of("embed", "awake"));
            ProcessHandle process = router.processes("edge-cpu", "embed").getFirst();
            CompletableFuture<Answer> held =
                    CompletableFuture.supplyAsync(() -> router.front().send(LongRequest.ofTexts(100)));
            await().atMost(PATIENCE)
                    .until(() -> router.tells("edge-cpu", "embed")
                                    .required("inFlight")
                                    .intValue()
                            == 1);

            process.destroyForcibly();
            Answer answer = held.join();

            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.json().required("outputs").required(0).required("data"))
                    .hasSize(100 * 384);
            assertThat(router.processes("edge-cpu", "embed")).hasSize(1).doesNotContain(process);
        }
    }

    @Test
    void aKilledRouterLeavesNobodyBehindAndTheNextOneFindsACleanHouse() {
        List<ProcessHandle> left;
        try (RouterProcess router = start(Placement.ofEmbed())) {
            router.front().send(Ask.of("embed", "awake"));
            left = router.descendants().toList();
            assertThat(left).hasSizeGreaterThanOrEqualTo(2); // the function, and the shell that watches over it

            router.front().kill();

            await().atMost(PATIENCE).until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
        }
        try (RouterProcess next = start(Placement.ofEmbed())) {
            assertThat(next.front().send(Ask.of("embed", "awake")).status()).isEqualTo(200);
        }
    }
}
