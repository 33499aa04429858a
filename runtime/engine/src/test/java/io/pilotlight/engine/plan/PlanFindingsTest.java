package io.pilotlight.engine.plan;

import io.pilotlight.engine.lane.LanePlan;
import io.pilotlight.engine.session.SessionSettings;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PlanFindingsTest {

    private static final PlanFindings ONE_LANE = found(1);
    private static final PlanFindings TWO_LANES = found(2);

    private static PlanFindings found(int lanes) {
        return PlanFindings.ofFirst(new LanePlan(lanes, new SessionSettings(1, false, true), 1), List.of(), "measured");
    }

    @Test
    void after_isSettled_byTwoInTurnThatChooseTheSame() {
        assertThat(ONE_LANE.isSettled()).isFalse();
        assertThat(ONE_LANE.after(ONE_LANE).isSettled()).isTrue();
        assertThat(ONE_LANE.after(TWO_LANES).isSettled()).isFalse();
        assertThat(TWO_LANES.after(ONE_LANE.after(TWO_LANES)).isSettled()).isFalse();
        assertThat(ONE_LANE.after(ONE_LANE.after(TWO_LANES)).isSettled()).isTrue();
    }

    @Test
    void after_isSettledSomeTime_wherePlansAreAsGoodAsEachOther() {
        PlanFindings fourth = TWO_LANES.after(ONE_LANE.after(TWO_LANES.after(ONE_LANE)));

        assertThat(fourth.isSettled()).isTrue();
        assertThat(fourth.chosen()).isEqualTo(TWO_LANES.chosen());
    }

    @Test
    void after_whatWasSettled_anotherChoiceIsDoubtedAnew() {
        PlanFindings settled = ONE_LANE.after(ONE_LANE);

        assertThat(TWO_LANES.after(settled).isSettled()).isFalse();
        assertThat(ONE_LANE.after(settled).isSettled()).isTrue();
    }
}
