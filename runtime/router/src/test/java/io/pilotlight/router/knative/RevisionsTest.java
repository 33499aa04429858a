package io.pilotlight.router.knative;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionsTest {

    private static OptionalInt replicas(Map<String, OptionalInt> ready) {
        return new Revisions("1", ready).replicas();
    }

    @Test
    void replicas_areThoseOfAllRevisions() {
        assertThat(replicas(Map.of("old", OptionalInt.of(2), "new", OptionalInt.of(1))))
                .hasValue(3);
        assertThat(replicas(Map.of("old", OptionalInt.of(0), "new", OptionalInt.of(0))))
                .hasValue(0);
    }

    @Test
    void revisionThatSaysNothing_isNotTakenForAsleep() {
        assertThat(replicas(Map.of("old", OptionalInt.of(0), "new", OptionalInt.empty())))
                .isEmpty();
        assertThat(replicas(Map.of("old", OptionalInt.of(2), "new", OptionalInt.empty())))
                .hasValue(2);
    }

    @Test
    void serviceWithoutRevisions_isNotTakenForAsleep() {
        assertThat(replicas(Map.of())).isEmpty();
    }
}
