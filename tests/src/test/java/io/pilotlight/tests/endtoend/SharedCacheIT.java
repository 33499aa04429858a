package io.pilotlight.tests.endtoend;

import io.pilotlight.tests.process.Answer;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.InfinispanProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import static io.pilotlight.tests.endtoend.CachedTexts.embed;
import static io.pilotlight.tests.endtoend.CachedTexts.status;
import static io.pilotlight.tests.endtoend.CachedTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Replicas that share answers through a real Infinispan server, and what they do when it is gone. */
@ExtendWith(SharedFunction.class)
@Timeout(300)
@SuppressWarnings("NullAway.Init") // before all tests
final class SharedCacheIT {

    /** A few look-ups' budget. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** As long as a lease lives. */
    private static final Duration LEASE = Duration.ofSeconds(2);

    /** As long as the server is gone or paused: long enough that it is given up, and nobody knows what may have been invalidated. */
    private static final Duration AWAY = Duration.ofMillis(1_500);

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

        await().atMost(Duration.ofSeconds(5)).until(() -> kept(other, text) == 200);
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

    /** Who had asked before it died, at whatever replica, is answered when its lease has ended; and one of them computes. */
    @Test
    void takesOverFromAReplicaThatDied() throws InterruptedException {
        try (FunctionProcess dying = replica(infinispan.address());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sharing(dying);
            List<String> texts =
                    Stream.generate(SharedCacheIT::longText).limit(200).toList();
            CompletableFuture<Answer> killed = CompletableFuture.supplyAsync(() -> dying.send(infer(texts)), threads);
            await().until(() -> dying.metrics().gauge("pilotlight_inference_queued_rows") > 0);
            Thread.sleep(LEASE.dividedBy(2)); // it has renewed them, so that it has them, were it late at first
            double before = computed();
            List<CompletableFuture<Callers.Told>> waiting = new ArrayList<>();
            for (FunctionProcess replica : List.of(one, other, one, other)) {
                waiting.add(CompletableFuture.supplyAsync(() -> Callers.Told.by(replica, texts.getLast()), threads));
            }
            await().until(() -> activeRequests(one) >= 2 && activeRequests(other) >= 2);

            assertThat(killed).isNotDone();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            dying.kill();
            long died = System.nanoTime();
            List<Callers.Told> answered =
                    waiting.stream().map(CompletableFuture::join).toList();

            assertThat(computed() - before).isEqualTo(1);
            assertThat(answered.stream().map(it -> it.answer().text()).distinct())
                    .hasSize(1);
            Duration computing = answered.stream()
                    .map(Callers.Told::computing)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            assertThat(answered).allSatisfy(it -> {
                status(it.answer());
                assertThat(Duration.ofNanos(it.answeredNanos() - died))
                        .as("a lease's lifespan and 10 %%, and %s of computing", computing)
                        .isLessThan(LEASE.multipliedBy(11).dividedBy(10).plus(computing));
            });
        }
    }

    private static Request infer(List<String> texts) {
        return Request.post(
                "/v2/models/embed/infer",
                "{\"inputs\": [{\"name\": \"text\", \"shape\": [" + texts.size()
                        + "], \"datatype\": \"BYTES\", \"data\": " + Json.write(texts) + "}]}");
    }

    private static double activeRequests(FunctionProcess replica) {
        return replica.metrics().gauge("http_server_active_requests");
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

    /** No caller sees anything of it: neither an error nor another text's answer. */
    @Test
    void answersRightWhateverBecomesOfTheServerUnderLoad(FunctionProcess uncached) throws InterruptedException {
        List<Callers.Told> told;
        try (Callers callers = Callers.start(4, List.of(one, other), CachedTexts.someRepeated())) {
            await().until(() -> callers.told().size() > 100);
            infinispan.kill();
            Thread.sleep(AWAY);
            infinispan.restart();
            sharing(one);
            sharing(other);
            infinispan.pause();
            Thread.sleep(AWAY);
            infinispan.resume();
            sharing(one);
            sharing(other);
            told = callers.stop();
        }

        Callers.assertRight(told, uncached);
        assertThat(told.stream().map(Callers.Told::text).distinct()).hasSizeGreaterThan(40);
        findsWhatAnotherReplicaHasComputed();
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
        try (Callers callers = Callers.start(2, List.of(one, other), () -> text)) {
            await().until(() -> Callers.Told.by(one, text).age() >= old.toSeconds());
            await().until(() -> Callers.Told.by(other, text).age() >= old.toSeconds());

            forget();
            long forgotten = System.nanoTime();
            int answers = callers.told().size();
            await().until(() -> callers.told().size() > answers + 100);

            assertThat(callers.stop().stream().filter(it -> it.askedNanos() - forgotten > 0))
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.age()).isLessThan(old.toSeconds()));
        }
    }

    private static void forget() {
        assertThat(one.send(invalidate("{\"function\": \"embed\"}")).status()).isEqualTo(200);
    }

    /** What began to be computed before the call is forgotten, even if it was stored after; what was asked after is kept. */
    @Test
    void forgetsWhatIsBeingWritten() {
        try (Callers callers = Callers.start(2, List.of(one, other), SharedCacheIT::longText)) {
            await().until(() -> callers.told().size() > 20);
            long called = System.nanoTime();
            forget();
            long forgotten = System.nanoTime();

            List<Callers.Told> before = callers.told().stream()
                    .filter(it -> it.answeredNanos() - it.computing().toNanos() - called < 0)
                    .toList();
            assertThat(before).allSatisfy(it -> {
                assertThat(kept(one, it.text())).isEqualTo(504);
                assertThat(kept(other, it.text())).isEqualTo(504);
            });
            assertThat(before.stream().filter(it -> it.answeredNanos() - called > 0))
                    .as("stored after the call has begun")
                    .isNotEmpty();
            int told = callers.told().size();
            await().until(() -> callers.told().size() > told + 20);
            assertThat(callers.stop().stream().filter(it -> it.askedNanos() - forgotten > 0))
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(kept(it.replica(), it.text())).isEqualTo(200));
        }
    }

    /** 200 if the replica has an answer, 504 if not. */
    private static int kept(FunctionProcess replica, String text) {
        return replica.send(embed(text).header("Cache-Control", "only-if-cached"))
                .status();
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
            assertThat(kept(alone, text())).isEqualTo(504);
        }
    }
}
