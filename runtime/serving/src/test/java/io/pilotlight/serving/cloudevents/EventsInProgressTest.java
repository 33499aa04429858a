package io.pilotlight.serving.cloudevents;

import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.junit.jupiter.api.Test;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventsInProgressTest {

    private final EventsInProgress inProgress = new EventsInProgress();

    private static CloudEvent event(String source, String id) {
        return new CloudEvent(id, source, "t", Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void sameEvent_whileItIsAnswered_isToldToComeBack() {
        inProgress.during(event("/a", "1"), "", () -> {
            assertThatThrownBy(() -> inProgress.during(event("/a", "1"), "", () -> "answered twice"))
                    .isInstanceOfSatisfying(InferenceException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.IN_PROGRESS);
                        assertThat(refused.retryAfter()).isPresent();
                    });
            return "answered";
        });
    }

    @Test
    void otherEvents_areAnsweredBeside() {
        String answered = inProgress.during(
                event("/a", "1"),
                "",
                () -> inProgress.during(
                        event("/a", "11"), "", () -> inProgress.during(event("/a", "1"), "other tenant", () -> "all")));

        assertThat(answered).isEqualTo("all");
    }

    @Test
    void sameEvent_afterwards_isAnsweredAgain() {
        assertThatThrownBy(() -> inProgress.during(event("/a", "1"), "", () -> {
                    throw new IllegalStateException("it failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(inProgress.during(event("/a", "1"), "", () -> "answered")).isEqualTo("answered");
    }
}
