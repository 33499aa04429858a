package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that share answers through a real Infinispan server, and what they do when it is gone. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // before all tests
final class SharedCacheIT {

    /** A few look-ups' budget. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String TOKEN = "a token for tests only";

    private static InfinispanProcess infinispan;
    private static FunctionProcess one;
    private static FunctionProcess other;

    @BeforeAll
    static void start() {
        infinispan = InfinispanProcess.start();
        one = replica(infinispan.address());
        other = replica(infinispan.address());
        sharing(one);
        sharing(other);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        infinispan.close();
    }

    private static FunctionProcess replica(String servers) {
        return FunctionProcess.launch()
                .environment("PILOTLIGHT_CACHE_ENABLED", "true")
                .environment("PILOTLIGHT_CACHE_SHARED_SERVERS", servers)
                .environment("PILOTLIGHT_CACHE_ADMIN_TOKEN", TOKEN)
                .environment("PILOTLIGHT_CACHE_SHARED_BUDGET", "200ms") // the machine of a test has other things to do
                .start();
    }

    /** It uses the cache again, or for the first time. */
    private static void sharing(FunctionProcess replica) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> status(replica.send(embed(text()))).contains("stored"));
    }

    /** One that takes long. */
    private static String longText() {
        return text() + " card payment".repeat(100);
    }

    private static double computed() {
        return computed(one) + computed(other);
    }

    private static double computed(FunctionProcess replica) {
        return replica.metrics().value("pilotlight_inference_items_total");
    }

    @Test
    void findsWhatAnotherReplicaHasComputed() {
        String text = text();
        Answer first = one.send(embed(text));
        double before = computed();

        await().atMost(Duration.ofSeconds(5))
                .until(() -> other.send(embed(text).header("Cache-Control", "only-if-cached"))
                                .status()
                        == 200);
        Answer second = other.send(embed(text));

        assertThat(status(second)).startsWith("Pilotlight; hit");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(computed()).isEqualTo(before);
    }

    @Test
    void computesOnceWhatManyAskOfAllReplicasAtATime() {
        for (int round = 0; round < 5; round++) {
            String text = longText();
            double before = computed();
            List<CompletableFuture<Answer>> asking = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    FunctionProcess replica = i % 2 == 0 ? one : other;
                    asking.add(CompletableFuture.supplyAsync(() -> replica.send(embed(text)), threads));
                }
            }

            assertThat(computed() - before).isEqualTo(1);
            assertThat(asking).allSatisfy(it -> assertThat(it.join().status()).isEqualTo(200));
            assertThat(asking.stream().map(it -> it.join().text()).distinct()).hasSize(1);
        }
    }

    @Test
    void takesOverFromAReplicaThatDied() throws InterruptedException {
        FunctionProcess dying = replica(infinispan.address());
        sharing(dying);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(longText());
        }
        Request many = Request.post(
                "/v2/models/embed/infer",
                "{\"inputs\": [{\"name\": \"text\", \"shape\": [200], \"datatype\": \"BYTES\", \"data\": "
                        + Json.write(texts) + "}]}");
        Thread asking = Thread.ofVirtual().start(() -> {
            try {
                dying.send(many);
            } catch (RuntimeException killed) {
                // as it is meant to be
            }
        });
        Thread.sleep(1_000);
        assertThat(asking.isAlive()).as("it computes still").isTrue();
        dying.kill();
        long died = System.nanoTime();

        String status = status(one.send(embed(texts.getFirst())));

        Duration took = Duration.ofNanos(System.nanoTime() - died);
        assertThat(status).isEqualTo("Pilotlight; fwd=miss; stored; ttl=3600");
        assertThat(took).isLessThan(Duration.ofMillis(2_200).plus(SOON));
        dying.close();
    }

    @Test
    void answersWhateverBecomesOfTheServer() throws InterruptedException {
        sharing(one);
        answersAll("paused", infinispan::pause);
        infinispan.resume();
        sharing(one);
        answersAll("killed", infinispan::kill);
        infinispan.restart();
        sharing(one);
        sharing(other);

        findsWhatAnotherReplicaHasComputed();
    }

    /** The fault comes in the middle. */
    private void answersAll(String fault, Runnable happens) {
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                happens.run();
            }
            long began = System.nanoTime();
            status(one.send(embed(text())));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        assertThat(slowest).as("slowest answer while the server is %s", fault).isLessThan(SOON);
    }

    private static Request invalidate(String body) {
        return Request.post("/cache/invalidate", body).header("Authorization", "Bearer " + TOKEN);
    }

    /** An answer that was kept before is old by then; whoever asks after the call has returned gets a young one. */
    @Test
    void forgetsOnAllReplicasWhileTheyAnswer() throws InterruptedException {
        Duration old = Duration.ofSeconds(4);
        String text = text();
        one.send(embed(text));
        Thread.sleep(old);
        AtomicBoolean forgotten = new AtomicBoolean();
        AtomicBoolean going = new AtomicBoolean(true);
        Queue<Long> agesAfter = new ConcurrentLinkedQueue<>();
        List<Thread> askers = new ArrayList<>();
        for (FunctionProcess replica : List.of(one, other)) {
            for (int i = 0; i < 2; i++) {
                askers.add(Thread.ofVirtual().start(() -> {
                    while (going.get()) {
                        boolean after = forgotten.get();
                        Answer answer = replica.send(embed(text));
                        if (after) {
                            agesAfter.add(Long.parseLong(answer.header("Age").orElse("0")));
                        }
                    }
                }));
            }
        }
        Thread.sleep(200);
        assertThat(Long.parseLong(other.send(embed(text)).header("Age").orElse("0")))
                .isGreaterThanOrEqualTo(old.toSeconds());

        assertThat(one.send(invalidate("{\"function\": \"embed\"}")).status()).isEqualTo(200);
        forgotten.set(true);
        Thread.sleep(500);
        going.set(false);
        for (Thread asker : askers) {
            asker.join();
        }

        assertThat(agesAfter).isNotEmpty().allSatisfy(age -> assertThat(age).isLessThan(old.toSeconds()));
    }

    @Test
    void forgetsForThoseOnlyWhoMayWantIt() {
        String body = "{\"function\": \"another\"}";
        assertThat(one.send(Request.post("/cache/invalidate", body)).status()).isEqualTo(401);
        assertThat(one.send(Request.post("/cache/invalidate", body).header("Authorization", "Bearer another"))
                        .status())
                .isEqualTo(401);
        assertThat(one.send(invalidate("{\"function\": 1}")).status()).isEqualTo(400);
        assertThat(one.send(invalidate("{\"functions\": \"embed\"}")).status()).isEqualTo(400);
        assertThat(one.send(invalidate("{\"answerDigest\": \"embed\"}")).status())
                .isEqualTo(400);
        assertThat(one.send(invalidate("[]")).status()).isEqualTo(400);
        assertThat(one.send(invalidate("")).status()).isEqualTo(400);
        assertThat(one.send(invalidate(body)).status()).isEqualTo(200);
        assertThat(one.output()).doesNotContain(TOKEN);
    }

    @Test
    void saysWhenItCannotForget() {
        try (FunctionProcess alone = replica(InfinispanProcess.nowhere())) {
            assertThat(alone.send(invalidate("{\"function\": \"embed\"}")).status())
                    .isEqualTo(502);
        }
    }

    @Test
    void startsWithoutAServer() {
        try (FunctionProcess alone = replica(InfinispanProcess.nowhere())) {
            assertThat(status(alone.send(embed(text())))).isEqualTo("Pilotlight; fwd=bypass");
            await().untilAsserted(() -> assertThat(alone.output()).contains("cannot be reached"));
            assertThat(alone.send(embed(text()).header("Cache-Control", "only-if-cached"))
                            .status())
                    .isEqualTo(504);
        }
    }
}
