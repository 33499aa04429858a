package io.pilotlight.router.pool;

import io.pilotlight.api.LatencyTier;
import io.pilotlight.router.catalog.Placement;
import io.pilotlight.router.catalog.Source;
import io.pilotlight.router.decision.Candidate.Warmth;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;

class AddressSupplyTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Source.Address ADDRESS =
            new Source.Address(URI.create("http://127.0.0.1:1"), Duration.ofHours(1), Optional.empty());

    private Optional<Scale.Known> known = Optional.empty();
    private final Backend backend = new Backend(
            "pool",
            1,
            new Placement("f", "v", 1, ADDRESS),
            new TierShares(1, 1),
            1,
            Duration.ofSeconds(1),
            it -> new AddressSupply(it, ADDRESS, new Readiness(VERTX), () -> known));

    @AfterAll
    static void close() throws InterruptedException, ExecutionException {
        VERTX.close().toCompletionStage().toCompletableFuture().get();
    }

    private void scaledTo(int replicas) {
        known = Optional.of(new Scale.Known(replicas, System.nanoTime()));
    }

    private Warmth warmth() {
        return backend.candidate(LatencyTier.INTERACTIVE, 0).warmth();
    }

    @Test
    void scaleThatIsKnown_isBelieved() {
        scaledTo(1);
        assertThat(warmth()).isEqualTo(Warmth.WARM);

        backend.awake(System.nanoTime());
        scaledTo(0);

        assertThat(warmth()).isEqualTo(Warmth.COLD);
    }

    @Test
    void answerThatCameSince_tellsMoreThanAnOlderScale() {
        scaledTo(0);

        backend.awake(System.nanoTime());

        assertThat(warmth()).isEqualTo(Warmth.WARM);
    }

    @Test
    void scaleThatIsNotKnown_isInferred() {
        assertThat(warmth()).isEqualTo(Warmth.COLD);

        backend.awake(System.nanoTime());

        assertThat(warmth()).isEqualTo(Warmth.WARM);
    }
}
