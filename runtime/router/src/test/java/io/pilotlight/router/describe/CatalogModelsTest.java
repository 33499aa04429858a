package io.pilotlight.router.describe;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.ModelId;
import io.pilotlight.api.Sha256;
import io.pilotlight.api.Timing;
import io.pilotlight.router.access.Caller;
import io.pilotlight.router.access.Rate;
import io.pilotlight.router.catalog.Catalog;
import io.pilotlight.router.catalog.CatalogFunction;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.router.catalog.PoolDefinition;
import io.pilotlight.router.catalog.Source;
import io.pilotlight.wire.Refusal;
import io.pilotlight.wire.manifest.FunctionManifest;
import io.pilotlight.wire.manifest.FunctionManifest.Operation;
import io.pilotlight.wire.manifest.Manifests;
import io.pilotlight.wire.openinference.ModelDescription;
import io.pilotlight.wire.openinference.ModelState;
import io.pilotlight.wire.openinference.ModelState.Availability;
import io.pilotlight.wire.telemetry.InferenceStatistics;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogModelsTest {

    private static final Sha256 INT8 = new Sha256("1".repeat(64));
    private static final Sha256 FP16 = new Sha256("2".repeat(64));
    private static final Sha256 UNUSED = new Sha256("3".repeat(64));
    private static final ModelId EMBED = new ModelId("embed", "1");
    private static final ModelId SCORE = new ModelId("score", "1");

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final InferenceStatistics statistics = new InferenceStatistics();
    private Catalog catalog = catalog();

    private final CatalogModels models = new CatalogModels(new CatalogModels.Platform(
            () -> catalog,
            ready::get,
            request -> Future.succeededFuture(Caller.ANYBODY),
            17,
            function -> statistics.snapshot()));

    /** Two pools run {@code embed}, each another variant of it; nobody runs {@code score}. */
    private static Catalog catalog() {
        Set<Operation> operations = Set.of(Operation.INFERENCE);
        return Catalog.of(
                Map.of(
                        "embed", function(Manifests.of("embed", operations, INT8, UNUSED, FP16)),
                        "score", function(Manifests.of("score", operations, INT8))),
                Map.of(
                        "edge-cpu", pool("edge-cpu", INT8),
                        "spare-cpu", pool("spare-cpu", INT8),
                        "datacenter-gpu", pool("datacenter-gpu", FP16)));
    }

    private static CatalogFunction function(FunctionManifest manifest) {
        return new CatalogFunction(manifest, UNUSED);
    }

    private static PoolDefinition pool(String name, Sha256 variant) {
        Source nowhere = new Source.Address(URI.create("http://localhost:1"), Duration.ofSeconds(1), Optional.empty());
        return new PoolDefinition(name, 1, "", List.of(new Placement("embed", variant.hex(), 1, nowhere)));
    }

    @Test
    void functionThatSleeps_isReady() {
        assertThat(models.isReady()).isTrue();
        assertThat(models.state("embed", "")).isEqualTo(new ModelState(EMBED, Availability.READY, ""));
        assertThat(models.state("embed", "1").isReady()).isTrue();
    }

    @Test
    void functionInNoPool_isNotReadyAndSaysWhy() {
        assertThat(models.state("score", ""))
                .isEqualTo(new ModelState(SCORE, Availability.UNAVAILABLE, "no pool runs it"));
        assertThat(models.describe("score", "").versions()).isEmpty();
        assertThat(models.index(false)).extracting(ModelState::id).containsExactly(EMBED, SCORE);
        assertThat(models.index(true)).extracting(ModelState::id).containsExactly(EMBED);
    }

    @Test
    void whileTheRouterDrains_nothingIsReady() {
        ready.set(false);

        assertThat(models.isReady()).isFalse();
        assertThat(models.state("embed", "").availability()).isEqualTo(Availability.UNAVAILABLE);
        assertThat(models.index(true)).isEmpty();
    }

    @Test
    void description_isTheManifestsWithTheDigestsOfVariantsThatPoolsRun() {
        ModelDescription description = models.describe("embed", "1");

        assertThat(description.id()).isEqualTo(EMBED);
        assertThat(description.versions()).containsExactly("1");
        assertThat(description.signature())
                .isEqualTo(models.function("embed").manifest().signature());
        assertThat(description.maxItems()).isEqualTo(17);
        assertThat(description.answerDigests()).containsExactlyInAnyOrder(INT8, FP16);
    }

    @Test
    void unknownModel_isRefusedNamingThoseThatThereAre() {
        Refusal.of(() -> models.describe("translate", ""))
                .is(ErrorCode.UNKNOWN_MODEL)
                .says("model \"translate\": unknown; there are [embed, score]");
    }

    @Test
    void unknownVersion_isRefused() {
        Refusal.of(() -> models.state("embed", "2"))
                .is(ErrorCode.UNKNOWN_MODEL)
                .says("model \"embed\": expected version 1");
    }

    @Test
    void statistics_areOfEveryFunction() {
        statistics.answered(1, Timing.NONE, Duration.ofMillis(3));

        assertThat(models.statistics("embed", "").sums().success().count()).isEqualTo(1);
        assertThat(models.statistics()).extracting(one -> one.id().name()).containsExactly("embed", "score");
    }

    @Test
    void catalogThatHasChanged_isDescribedAsItIs() {
        catalog = Catalog.EMPTY;

        assertThat(models.index(false)).isEmpty();
    }

    @Test
    void callerOfOneFunction_knowsOfNoOther() {
        CatalogModels seen =
                models.knownTo(new Caller("somebody", "", Optional.of(Set.of("score")), Rate.UNLIMITED, false));

        assertThat(seen.functions()).extracting(CatalogFunction::name).containsExactly("score");
        assertThat(seen.index(false)).extracting(ModelState::id).containsExactly(SCORE);
        assertThat(seen.statistics()).hasSize(1);
        Refusal.of(() -> seen.describe("embed", ""))
                .is(ErrorCode.UNKNOWN_MODEL)
                .says("model \"embed\": unknown; there are [score]");
    }

    @Test
    void callerOfAllFunctions_knowsOfAll() {
        assertThat(models.knownTo(Caller.ANYBODY).functions()).hasSize(2);
    }
}
