package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Those who wait for a {@link WorkQueue} are told when their deadlines pass, on the real clock. */
@Timeout(120)
final class DeadlineWatchTest {

    private final WorkQueue queue =
            new WorkQueue(64, BatchRule.ALONE, Duration.ZERO, new Machine(64, 1, new BatchTimes()), System::nanoTime);
    private final Thread watch = Thread.ofPlatform().daemon().start(queue::keepWatch);

    @AfterEach
    void end() {
        queue.endWatch();
        Await.until("the watch has ended", () -> !watch.isAlive());
    }

    private Submission due(Duration remaining) {
        long now = System.nanoTime();
        return due(Deadline.after(remaining, now), now);
    }

    private Submission due(Deadline deadline, long now) {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, deadline, now);
        queue.add(submission, Numbers.rows(1));
        return submission;
    }

    private static void assertExpires(Submission submission, ErrorCode code) {
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(submission::await)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void assertExpires(Submission submission) {
        assertExpires(submission, ErrorCode.DEADLINE_EXPIRED_IN_QUEUE);
    }

    @Test
    void endsTheWaitingForASubmissionWhoseDeadlinePasses() {
        long began = System.nanoTime();
        assertExpires(due(Duration.ofMillis(20)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(queue.size()).isZero();
    }

    @Test
    void endsAtOnceWhatIsOverdue() {
        assertExpires(due(Duration.ZERO));
    }

    @Test
    void isWokenByADeadlineBeforeTheOneItSleepsFor() {
        Submission late = due(Duration.ofHours(1));
        assertExpires(due(Duration.ofMillis(1))); // from here on it sleeps for the late one
        assertExpires(due(Duration.ofMillis(5)));
        assertThat(late.isSettled()).isFalse();
    }

    @Test
    void goesOnToTheNextDeadlineAfterOneThatWasRemoved() {
        Submission gone = due(Duration.ofMillis(5));
        queue.remove(gone);
        assertExpires(due(Duration.ofMillis(30)));
        assertThat(gone.isSettled()).isFalse();
    }

    @Test
    void endsAllOfEqualDeadlines() {
        long now = System.nanoTime();
        Deadline deadline = Deadline.after(Duration.ofMillis(10), now);
        Submission first = due(deadline, now);
        Submission second = due(deadline, now);
        assertExpires(first);
        assertExpires(second);
    }

    @Test
    void endsTheWaitingForARunThatTakesTooLong() {
        Submission running = due(Duration.ofMillis(100));
        Batch batch = queue.take().orElseThrow();
        running.begin(System.nanoTime());
        assertExpires(running, ErrorCode.DEADLINE_EXCEEDED);
        assertExpires(due(Duration.ofMillis(1)));
        queue.done(batch);
        assertThat(queue.idleNanos()).isNotNegative();
    }

    @Test
    void saysNothingOfARunThatHasEnded() {
        Submission answered = due(Duration.ofMillis(500));
        Batch batch = queue.take().orElseThrow();
        answered.begin(System.nanoTime());
        answered.complete(0, Numbers.row(2), System.nanoTime());
        queue.done(batch);
        assertExpires(due(Duration.ofMillis(600)));
        assertThat(Numbers.numbers(answered.await())).containsExactly(2);
    }
}
