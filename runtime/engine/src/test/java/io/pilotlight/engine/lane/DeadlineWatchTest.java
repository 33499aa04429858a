package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeadlineWatchTest {

    private final DeadlineWatch watch = new DeadlineWatch("test", System::nanoTime);

    @AfterEach
    void end() {
        watch.close();
    }

    private static Submission due(Duration remaining) {
        long now = System.nanoTime();
        return new Submission(1, LatencyTier.INTERACTIVE, Deadline.after(remaining, now), now);
    }

    private static void assertExpires(Submission submission) {
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(submission::await)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE));
    }

    @Test
    void endsTheWaitingForASubmissionWhoseDeadlinePasses() {
        long began = System.nanoTime();
        Submission submission = due(Duration.ofMillis(20));
        watch.watch(submission);
        assertExpires(submission);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void endsAtOnceWhatIsOverdue() {
        Submission submission = due(Duration.ZERO);
        watch.watch(submission);
        assertExpires(submission);
    }

    @Test
    void isWokenByADeadlineBeforeTheOneItSleepsFor() {
        Submission late = due(Duration.ofHours(1));
        Submission early = due(Duration.ofMillis(5));
        watch.watch(late);
        Submission first = due(Duration.ofMillis(1));
        watch.watch(first);
        assertExpires(first); // from here on it sleeps for the late one
        watch.watch(early);
        assertExpires(early);
        assertThat(late.isSettled()).isFalse();
    }

    @Test
    void goesOnToTheNextDeadlineAfterOneThatWasReleased() {
        Submission answered = due(Duration.ofMillis(5));
        watch.release(watch.watch(answered));
        Submission expiring = due(Duration.ofMillis(30));
        watch.watch(expiring);
        assertExpires(expiring);
        assertThat(answered.isSettled()).isFalse();
    }

    @Test
    void endsAllOfEqualDeadlines() {
        long now = System.nanoTime();
        Deadline deadline = Deadline.after(Duration.ofMillis(10), now);
        Submission first = new Submission(1, LatencyTier.INTERACTIVE, deadline, now);
        Submission second = new Submission(1, LatencyTier.INTERACTIVE, deadline, now);
        watch.watch(first);
        watch.watch(second);
        assertExpires(first);
        assertExpires(second);
    }
}
