package io.pilotlight.api;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class RequestTest {

    private static final Deadline DEADLINE = new Deadline(1);

    @Test
    void refusesToAskForNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Request<>(List.of(), LatencyTier.BATCH, DEADLINE))
                .withMessage("request: expected at least one item, got none");
        Request<String> request = new Request<>(List.of("a"), LatencyTier.BATCH, DEADLINE);
        assertThatIllegalArgumentException().isThrownBy(() -> request.withItems(List.of()));
    }

    @Test
    void staysAsItWasWhenTheGivenListChanges() {
        List<String> items = new ArrayList<>(List.of("a", "b"));
        Request<String> request = new Request<>(items, LatencyTier.BATCH, DEADLINE);
        items.clear();
        assertThat(request.items()).containsExactly("a", "b");
    }

    @Test
    void passesItsTierAndDeadlineOnWithOtherItems() {
        Request<String> request = new Request<>(List.of("a"), LatencyTier.REALTIME, DEADLINE);
        assertThat(request.withItems(List.of(1, 2)))
                .isEqualTo(new Request<>(List.of(1, 2), LatencyTier.REALTIME, DEADLINE));
    }
}
