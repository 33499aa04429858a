package io.pilotlight.router.knative;

import io.pilotlight.router.catalog.KnativeService;
import io.pilotlight.router.pool.Scale;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RevisionWatchTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final KnativeService SERVICE = new KnativeService("models", "embed");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path account;
    private KubernetesServer kubernetes;
    private Optional<Scale> watch = Optional.empty();

    RevisionWatchTest(@TempDir Path account) throws IOException {
        this.account = account;
        Files.writeString(account.resolve("token"), "first\n");
    }

    @BeforeEach
    void open() throws IOException {
        kubernetes = KubernetesServer.open().lists("10", KubernetesServer.revision("embed-1", "9", 0));
    }

    @AfterEach
    void close() {
        watch.ifPresent(Scale::close);
        kubernetes.close();
    }

    @AfterAll
    static void closeVertx() throws InterruptedException, ExecutionException {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private void begin() {
        watch = Optional.of(
                new KnativeScales(VERTX, new KubernetesAccess(kubernetes.address(), account)).watch(SERVICE));
    }

    private Optional<Integer> replicas() {
        return watch.orElseThrow().known().map(Scale.Known::replicas);
    }

    private void awaitReplicas(int expected) {
        until(() -> replicas().equals(Optional.of(expected)));
    }

    private static void until(BooleanSupplier expected) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(expected::getAsBoolean);
    }

    @Test
    void scale_isSeenToChange() {
        begin();
        awaitReplicas(0);
        long asleepSince = watch.orElseThrow().known().orElseThrow().sinceNanos();

        kubernetes.says("MODIFIED", KubernetesServer.revision("embed-1", "11", 1));
        awaitReplicas(1);
        kubernetes.says("MODIFIED", KubernetesServer.revision("embed-1", "12", 0));
        awaitReplicas(0);

        assertThat(watch.orElseThrow().known().orElseThrow().sinceNanos() - asleepSince)
                .isPositive();
        assertThat(kubernetes.lists()).singleElement().satisfies(list -> {
            assertThat(list.path()).isEqualTo("/apis/serving.knative.dev/v1/namespaces/models/revisions");
            assertThat(list.query()).contains("serving.knative.dev%2Fservice%3Dembed");
        });
        assertThat(kubernetes.watches()).singleElement().satisfies(one -> assertThat(one.query())
                .contains("resourceVersion=10"));
    }

    @Test
    void endedWatch_goesOnFromTheLastVersion() {
        begin();
        kubernetes.says("MODIFIED", KubernetesServer.revision("embed-1", "11", 1));
        kubernetes.says("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"15\"}}");

        kubernetes.ends();
        until(() -> kubernetes.watches().size() == 2);

        assertThat(kubernetes.watches().getLast().query()).contains("resourceVersion=15");
        assertThat(kubernetes.lists()).hasSize(1);
        awaitReplicas(1);
    }

    @Test
    void brokenConnection_goesOnFromTheLastVersion() {
        begin();
        kubernetes.says("MODIFIED", KubernetesServer.revision("embed-1", "11", 1));

        kubernetes.breaks();
        kubernetes.says("MODIFIED", KubernetesServer.revision("embed-1", "12", 3));
        awaitReplicas(3);

        assertThat(kubernetes.watches().getLast().query()).contains("resourceVersion=11");
    }

    @Test
    void forgottenVersion_isListedAnew() {
        begin();
        awaitReplicas(0);
        kubernetes.lists("20", KubernetesServer.revision("embed-2", "19", 2));

        kubernetes.says("ERROR", "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}");
        awaitReplicas(2);

        until(() -> kubernetes.watches().size() == 2);
        assertThat(kubernetes.watches().getLast().query()).contains("resourceVersion=20");
    }

    @Test
    void versionForgottenBeforeTheWatch_isListedAnew() {
        kubernetes.answers(200, 410);

        begin();
        until(() -> kubernetes.lists().size() == 2);

        awaitReplicas(0);
    }

    @Test
    void whoMayNotList_knowsNothing_untilHeMay() {
        kubernetes.answers(403, 403);
        begin();
        until(() -> kubernetes.lists().size() == 2);
        assertThat(replicas()).isEmpty();

        kubernetes.answers(200, 200);

        awaitReplicas(0);
    }

    @Test
    void whoMayListButNotWatch_knowsNothing() {
        kubernetes.answers(200, 403);
        begin();
        until(() -> kubernetes.watches().size() == 1);

        until(() -> replicas().isEmpty());
    }

    @Test
    void whereNobodyListens_nothingIsKnown() {
        kubernetes.close();

        begin();

        assertThat(replicas()).isEmpty();
    }

    @Test
    void whatIsNoJson_endsTheWatch() {
        begin();
        awaitReplicas(0);

        kubernetes.says("MODIFIED", "{");

        until(() -> replicas().isEmpty());
    }

    @Test
    void eventWithoutEnd_isNotHeld() {
        begin();
        awaitReplicas(0);

        kubernetes.says("MODIFIED", "\"" + "x".repeat(4 << 20) + "\"");

        until(() -> replicas().isEmpty());
    }

    @Test
    void renewedToken_isUsed() throws IOException {
        begin();
        until(() -> kubernetes.watches().size() == 1);
        Files.writeString(account.resolve("token"), "second");

        kubernetes.ends();
        until(() -> kubernetes.watches().size() == 2);

        assertThat(kubernetes.watches().getFirst().credential()).isEqualTo("Bearer first");
        assertThat(kubernetes.watches().getLast().credential()).isEqualTo("Bearer second");
    }

    @Test
    void closed_asksNoMore() {
        begin();
        until(() -> kubernetes.watches().size() == 1);

        watch.orElseThrow().close();
        kubernetes.ends();

        await().during(Duration.ofSeconds(2)).until(() -> kubernetes.watches().size() == 1);
    }
}
