package io.pilotlight.tests.benchmark.plans;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

final class PlanLabelTest {

    private static final SessionSettings NARROW = new SessionSettings(1, false, false);

    @Test
    void tellsPlansApartInFewWords() {
        assertThat(PlanLabel.of(new LanePlan(2, NARROW, 1))).isEqualTo("2×1");
        assertThat(PlanLabel.of(new LanePlan(1, NARROW.withThreads(4, false), 256)))
                .isEqualTo("1×4, batched");
        assertThat(PlanLabel.of(new LanePlan(1, NARROW.withThreads(2, true), 1)))
                .isEqualTo("1×2 spinning");
        assertThat(PlanLabel.of(new LanePlan(2, NARROW, 1, Optional.of(NARROW.withThreads(2, true)))))
                .isEqualTo("2×1, lonely 2 spinning");
    }
}
