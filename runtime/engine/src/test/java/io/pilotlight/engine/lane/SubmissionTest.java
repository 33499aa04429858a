package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Timing;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class SubmissionTest {

    private static final long ACCEPTED = 1_000;
    private static final Deadline FAR = Deadline.after(Duration.ofMinutes(10), ACCEPTED);
    private static final Deadline NOW = new Deadline(ACCEPTED);

    @Test
    void givesResultsInTheOrderOfTheItemsWhicheverEndsFirst() {
        Submission submission = new Submission(3, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        submission.begin(ACCEPTED);
        submission.complete(2, Numbers.row(30), ACCEPTED);
        submission.complete(0, Numbers.row(10), ACCEPTED);
        submission.complete(1, Numbers.row(20), ACCEPTED);
        assertThat(Numbers.numbers(submission.await())).containsExactly(10, 20, 30);
    }

    @Test
    void isSettledByItsLastRow() {
        Submission submission = new Submission(2, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        submission.begin(ACCEPTED);
        submission.complete(1, Numbers.row(1), ACCEPTED);
        assertThat(submission.isSettled()).isFalse();
        submission.complete(0, Numbers.row(1), ACCEPTED);
        assertThat(submission.isSettled()).isTrue();
    }

    @Test
    void countsQueueTimeUntilTheFirstBeginningAndInferenceTimeUntilTheLastEnd() {
        Submission submission = new Submission(2, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        submission.begin(ACCEPTED + 5);
        submission.begin(ACCEPTED + 7);
        submission.complete(0, Numbers.row(1), ACCEPTED + 9);
        submission.complete(1, Numbers.row(1), ACCEPTED + 25);
        assertThat(submission.await().timing()).isEqualTo(new Timing(Duration.ofNanos(5), Duration.ofNanos(20)));
    }

    @Test
    void failsWithTheFirstFailure() {
        Submission submission = new Submission(3, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        InferenceException first = new InferenceException(ErrorCode.INTERNAL, "first");
        submission.begin(ACCEPTED);
        submission.fail(first);
        assertThat(submission.isSettled()).isTrue();
        submission.fail(new InferenceException(ErrorCode.INTERNAL, "second"));
        submission.complete(0, Numbers.row(1), ACCEPTED);
        submission.complete(1, Numbers.row(1), ACCEPTED);
        submission.complete(2, Numbers.row(1), ACCEPTED);
        assertThatThrownBy(() -> submission.await()).isSameAs(first);
    }

    @Test
    void ignoresAFailureAfterItsAnswer() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        submission.begin(ACCEPTED);
        submission.complete(0, Numbers.row(4), ACCEPTED);
        submission.fail(new InferenceException(ErrorCode.INTERNAL, "late"));
        assertThat(Numbers.numbers(submission.await())).containsExactly(4);
    }

    @Test
    void saysThatTheDeadlineExpiredInTheQueueWhereNothingHadBegun() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, NOW, ACCEPTED);
        submission.fail(submission.expired());
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> submission.await())
                .withMessage("the deadline passed before the computation began")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXPIRED_IN_QUEUE));
        assertThat(submission.isSettled()).isTrue();
    }

    @Test
    void saysThatTheDeadlineWasExceededWhereOneRowHadBegun() {
        Submission submission = new Submission(2, LatencyTier.INTERACTIVE, NOW, ACCEPTED);
        submission.begin(ACCEPTED);
        submission.complete(0, Numbers.row(1), ACCEPTED);
        submission.fail(submission.expired());
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> submission.await())
                .withMessage("the deadline passed before the answer was ready")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
        assertThat(submission.isSettled()).isTrue();
    }

    @Test
    void givesAnAnswerThatIsThereWhenTheDeadlinePasses() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, NOW, ACCEPTED);
        submission.begin(ACCEPTED);
        submission.complete(0, Numbers.row(6), ACCEPTED);
        submission.fail(submission.expired());
        assertThat(Numbers.numbers(submission.await())).containsExactly(6);
    }

    @Test
    void isCancelledByAnInterruptWhichStays() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> submission.await())
                .withMessage("the caller went away");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void isSettledByBeingAbandoned() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        submission.abandon();
        assertThat(submission.isSettled()).isTrue();
        assertThat(submission.isAnswered()).isFalse();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> submission.await())
                .withMessage("the caller went away");
    }

    @Test
    void tellsTheBeginningOfTimeFromNotHavingBegun() {
        Submission submission = new Submission(1, LatencyTier.INTERACTIVE, FAR, ACCEPTED);
        assertThat(submission.hasBegun()).isFalse();
        submission.begin(0);
        assertThat(submission.hasBegun()).isTrue();
    }
}
