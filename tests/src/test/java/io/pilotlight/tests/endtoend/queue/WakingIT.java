package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.CatalogFiles;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.KafkaProcess;
import io.pilotlight.tests.process.Placement;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.RouterProcess;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A function that sleeps is woken by records, works on them for as long as that takes, and sleeps again; by the router alone. */
class WakingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** Records sent at a time. */
    private static final int WAVE = 200;

    private static final String LAG = "pilotlight_router_queue_lag";

    private final CatalogFiles catalog;

    WakingIT(@TempDir Path folder) {
        catalog = new CatalogFiles(folder).embed();
    }

    private RouterProcess start(String brokers) {
        return start(brokers, Placement.ofEmbed());
    }

    private RouterProcess start(String brokers, Placement processes) {
        Placement embed = processes
                .environment("PILOTLIGHT_QUEUE_SERVERS", brokers)
                .with("queue", Map.of())
                .with("max", 2)
                .with("idle", IDLE.toSeconds() + "s");
        catalog.pool("edge-cpu", 1, Map.of("embed", embed));
        return RouterProcess.of(RouterProcess.launch(catalog)
                .environment("PILOTLIGHT_QUEUE_SERVERS", brokers)
                .environment("PILOTLIGHT_DEADLINE_DEFAULT_DURATION", "60s"));
    }

    private static Answer ask(RouterProcess router, String text) {
        return router.front().send(Request.post("/embed", Json.write(Map.of("text", text))));
    }

    private static JsonNode tells(RouterProcess router) {
        return router.tells("edge-cpu", "embed");
    }

    private static int coldStarts(RouterProcess router) {
        return tells(router).required("coldStarts").required("count").intValue();
    }

    private static void awaitSleep(RouterProcess router) {
        await().atMost(PATIENCE).until(() -> router.descendants().findAny().isEmpty());
    }

    @Test
    void aRecordWakesOneProcess_whichSleepsAgain() throws InterruptedException {
        try (KafkaProcess kafka = KafkaProcess.start();
                QueueClient queue = new QueueClient(kafka.address());
                RouterProcess router = start(kafka.address())) {
            await().atMost(PATIENCE).until(() -> tells(router).path("lag").asInt(-1) == 0);
            assertThat(router.descendants()).isEmpty();

            Seen first = queue.outcome(queue.send("{\"text\": \"a card\"}", Map.of()));

            assertThat(first.isResult()).isTrue();
            assertThat(router.processes("edge-cpu", "embed")).hasSize(1);
            assertThat(Json.floats(Json.parse(first.record().value()).required("embedding")))
                    .containsExactly(Json.floats(ask(router, "a card").json().required("embedding")));

            awaitSleep(router);
            assertThat(coldStarts(router)).isEqualTo(1);
            assertThat(router.front().metrics().value(LAG, "function=\"embed\"", "pool=\"edge-cpu\""))
                    .isZero();

            assertThat(queue.outcome(queue.send("{\"text\": \"a pin\"}", Map.of()))
                            .isResult())
                    .isTrue();
            assertThat(coldStarts(router)).isEqualTo(2);
        }
    }

    /** They come for longer than a function is left awake that nobody calls; nobody calls. */
    @Test
    void recordsThatKeepComing_areWorkedOnByTheProcessThatTheyHaveWoken() throws InterruptedException {
        try (KafkaProcess kafka = KafkaProcess.start();
                QueueClient queue = new QueueClient(kafka.address());
                RouterProcess router = start(kafka.address())) {
            List<Long> offsets = new ArrayList<>();
            sendMore(queue, offsets);
            await().atMost(PATIENCE).until(() -> coldStarts(router) == 1);
            long began = System.nanoTime();
            while (System.nanoTime() - began < IDLE.multipliedBy(2).toNanos()) {
                sendMore(queue, offsets);
                await().atMost(PATIENCE).until(() -> queue.lag() < WAVE);
            }

            List<Seen> outcomes = queue.outcomes(offsets.size(), offsets.getFirst());

            assertThat(outcomes).hasSize(offsets.size()).allMatch(Seen::isResult);
            awaitSleep(router);
            assertThat(coldStarts(router)).isEqualTo(1);
        }
    }

    private static void sendMore(QueueClient queue, List<Long> offsets) {
        for (int i = 0; i < WAVE; i++) {
            offsets.add(queue.send(longText(offsets.size()), Map.of()));
        }
    }

    private static String longText(int number) {
        return Json.write(Map.of("text", number + " word".repeat(100)));
    }

    @Test
    void aFunctionThatCannotStart_isTriedLaterAndLater() throws InterruptedException {
        try (KafkaProcess kafka = KafkaProcess.start();
                QueueClient queue = new QueueClient(kafka.address());
                RouterProcess router = start(kafka.address(), Placement.of(List.of("/bin/false")))) {
            queue.send("{\"text\": \"a card\"}", Map.of());

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            router.front().output())
                    .containsPattern(
                            "again in (1000|9..) ms(?s:.*)again in (2000|19..) ms(?s:.*)again in (4000|39..) ms"));
            assertThat(ask(router, "a card").status()).isEqualTo(503);
        }
    }

    @Test
    void withoutBrokers_callersAreAnswered_andRecordsWakeWhenThereAreSome() throws InterruptedException {
        int port = KafkaProcess.nowhere();
        try (RouterProcess router = start("127.0.0.1:" + port)) {
            assertThat(ask(router, "a card").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> router.front().output().contains("records wake no function"));
            awaitSleep(router);
            assertThat(tells(router).has("lag")).isFalse();
            assertThat(ask(router, "a pin").status()).isEqualTo(200);
            awaitSleep(router);

            try (KafkaProcess late = KafkaProcess.startAt(port);
                    QueueClient queue = new QueueClient(late.address())) {
                long offset = queue.send("{\"text\": \"a board\"}", Map.of());

                assertThat(queue.outcome(offset).isResult()).isTrue();
                assertThat(router.front().output()).contains("is known again");
                assertThat(router.front().output().split("records wake no function", -1))
                        .as("said once")
                        .hasSize(2);
                assertThat(router.front().output()).doesNotContainIgnoringCase("AdminClient");
            }
            assertThat(ask(router, "a card").status()).isEqualTo(200);
        }
    }
}
