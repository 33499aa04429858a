package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(120)
final class WorkQueueTest {

    /** Of any number of lanes, shortly before the time 0. */
    private static WorkQueue queue(int capacity) {
        return queue(capacity, -1_000);
    }

    private static WorkQueue queue(int capacity, long nowNanos) {
        return new WorkQueue(
                capacity,
                BatchRule.ALONE,
                Duration.ZERO,
                new Machine(Integer.MAX_VALUE, 1, new BatchTimes()),
                () -> nowNanos);
    }

    private static Submission submission(int rows, long deadlineNanos) {
        return new Submission(rows, LatencyTier.INTERACTIVE, new Deadline(deadlineNanos), deadlineNanos - 1_000);
    }

    /** Queues rows that hold the given numbers. */
    private static Submission add(WorkQueue queue, long deadlineNanos, int... numbers) {
        Submission submission = submission(numbers.length, deadlineNanos);
        queue.add(submission, Numbers.rows(numbers));
        return submission;
    }

    private static Row taken(WorkQueue queue) {
        return queue.take().orElseThrow().members().getFirst();
    }

    private static int take(WorkQueue queue) {
        return Numbers.number(taken(queue).inputs());
    }

    private static List<Integer> drain(WorkQueue queue) {
        List<Integer> numbers = new ArrayList<>();
        while (queue.size() > 0) {
            numbers.add(take(queue));
        }
        return numbers;
    }

    private static ErrorCode refusal(Runnable adding) {
        try {
            adding.run();
        } catch (InferenceException e) {
            return e.code();
        }
        throw new AssertionError("expected a refusal");
    }

    @Test
    void givesTheEarliestDeadlineFirst() {
        WorkQueue queue = queue(8);
        add(queue, 30, 3);
        add(queue, 10, 1);
        add(queue, 20, 2);
        assertThat(drain(queue)).containsExactly(1, 2, 3);
    }

    @Test
    void givesTheMoreUrgentTierFirst_whateverTheDeadlines() {
        WorkQueue queue = queue(8);
        queue.add(new Submission(1, LatencyTier.BATCH, new Deadline(1), -1_000), Numbers.rows(3));
        queue.add(new Submission(1, LatencyTier.INTERACTIVE, new Deadline(2), -1_000), Numbers.rows(2));
        queue.add(new Submission(1, LatencyTier.REALTIME, new Deadline(3), -1_000), Numbers.rows(1));
        assertThat(drain(queue)).containsExactly(1, 2, 3);
    }

    @Test
    void comparesDeadlinesAcrossTheClocksWrapAround() {
        WorkQueue queue = queue(8, Long.MAX_VALUE - 1_000);
        add(queue, Long.MIN_VALUE + 5, 2); // 10 ns later than the next
        add(queue, Long.MAX_VALUE - 4, 1);
        assertThat(drain(queue)).containsExactly(1, 2);
    }

    @Test
    void givesEqualDeadlinesInTheOrderTheyCame() {
        WorkQueue queue = queue(100);
        add(queue, 10, 1, 2, 3);
        for (int number = 4; number <= 40; number++) {
            add(queue, 10, number);
        }
        assertThat(drain(queue)).isSorted().hasSize(40);
    }

    @Test
    void knowsEachRowsPlaceInItsSubmission() {
        WorkQueue queue = queue(8);
        Submission submission = add(queue, 10, 70, 80);
        Row first = taken(queue);
        Row second = taken(queue);
        assertThat(List.of(first.index(), second.index())).containsExactly(0, 1);
        assertThat(Numbers.number(second.inputs())).isEqualTo(80);
        assertThat(first.submission()).isSameAs(submission);
        assertThat(second.submission()).isSameAs(submission);
    }

    @Test
    void refusesWhatDoesNotFitTheQueue() {
        WorkQueue queue = queue(3);
        add(queue, 10, 1, 2);
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> add(queue, 5, 3, 4))
                .withMessage("the queue is full: 2 of 3 rows wait, 2 more do not fit")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.QUEUE_FULL);
                    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
                });
    }

    @Test
    void queuesAllRowsOrNone() {
        WorkQueue queue = queue(3);
        add(queue, 10, 1, 2);
        assertThat(refusal(() -> add(queue, 5, 3, 4))).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(queue.size()).isEqualTo(2);
        add(queue, 10, 5);
        assertThat(drain(queue)).containsExactly(1, 2, 5);
    }

    @Test
    void hasRoomAgainWhenARowIsTaken() {
        WorkQueue queue = queue(1);
        add(queue, 10, 1);
        assertThat(refusal(() -> add(queue, 10, 2))).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(take(queue)).isEqualTo(1);
        add(queue, 10, 2);
        assertThat(take(queue)).isEqualTo(2);
    }

    @Test
    void refusesAsTooLargeWhatNeverFits() {
        WorkQueue queue = queue(2);
        add(queue, 10, 1);
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> add(queue, 10, 1, 2, 3))
                .withMessage("request: expected at most 2 items, got 3")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE);
                    assertThat(refusal.retryAfter()).isEmpty();
                });
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void forgetsOneSubmissionsRowsAndNoOthers() {
        WorkQueue queue = queue(8);
        add(queue, 10, 1, 2);
        Submission gone = add(queue, 5, 3, 4);
        add(queue, 7, 5);
        queue.remove(gone);
        assertThat(queue.size()).isEqualTo(3);
        queue.remove(submission(1, 5));
        assertThat(drain(queue)).containsExactly(5, 1, 2);
    }

    @Test
    void givesWhatWaitsAfterItWasClosedAndThenNothing() {
        WorkQueue queue = queue(8);
        add(queue, 20, 2);
        add(queue, 10, 1);
        queue.close();
        assertThat(take(queue)).isEqualTo(1);
        assertThat(take(queue)).isEqualTo(2);
        assertThat(queue.take()).isEmpty();
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void refusesWhatComesAfterItWasClosed() {
        WorkQueue queue = queue(8);
        queue.close();
        assertThatExceptionOfType(InferenceException.class)
                .isThrownBy(() -> add(queue, 10, 1))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.DRAINING);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        assertThat(queue.size()).isZero();
    }

    @Test
    void wakesOneWaitingTakerForEachRow() throws Exception {
        WorkQueue queue = queue(8);
        List<CompletableFuture<Optional<Batch>>> takers = startTakers(queue, 3);
        add(queue, 10, 1, 2, 3);
        List<Integer> taken = new ArrayList<>();
        for (CompletableFuture<Optional<Batch>> taker : takers) {
            taken.add(Numbers.number(taker.get(30, TimeUnit.SECONDS)
                    .orElseThrow()
                    .members()
                    .getFirst()
                    .inputs()));
        }
        assertThat(taken).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void wakesEveryWaitingTakerWhenItIsClosed() throws Exception {
        WorkQueue queue = queue(8);
        List<CompletableFuture<Optional<Batch>>> takers = startTakers(queue, 3);
        queue.close();
        for (CompletableFuture<Optional<Batch>> taker : takers) {
            assertThat(taker.get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static List<CompletableFuture<Optional<Batch>>> startTakers(WorkQueue queue, int count) {
        List<CompletableFuture<Optional<Batch>>> takers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<Optional<Batch>> taken = new CompletableFuture<>();
            Thread thread = Thread.ofPlatform().daemon().start(() -> taken.complete(queue.take()));
            Await.until("the taker waits", () -> thread.getState() == Thread.State.WAITING);
            takers.add(taken);
        }
        return takers;
    }

    @Test
    void refusesToHoldNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue(0))
                .withMessage("queue: expected a capacity of at least 1 row, got 0");
    }

    /** Against a plain sorted list, over operations drawn at random; the seed is in the test's name. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsASortedListDoes(long seed) {
        Random random = new Random(seed);
        int capacity = 1 + random.nextInt(20);
        long origin = Long.MAX_VALUE - 10; // deadlines on both sides of the clock's wrap-around
        WorkQueue queue = queue(capacity, origin - 1_000);
        List<Expected> reference = new ArrayList<>();
        List<Submission> submissions = new ArrayList<>();
        int next = 0;
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    int[] numbers = new int[1 + random.nextInt(Math.min(capacity, 4))];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = next++;
                    }
                    int offset = random.nextInt(20);
                    Submission submission = submission(numbers.length, origin + offset);
                    if (reference.size() + numbers.length > capacity) {
                        assertThat(refusal(() -> queue.add(submission, Numbers.rows(numbers))))
                                .isEqualTo(ErrorCode.QUEUE_FULL);
                    } else {
                        queue.add(submission, Numbers.rows(numbers));
                        submissions.add(submission);
                        for (int number : numbers) {
                            reference.add(new Expected(submission, offset, number));
                        }
                        reference.sort(Comparator.comparingInt(Expected::offset)); // stable: first come, first served
                    }
                }
                case 4, 5, 6 -> {
                    if (!reference.isEmpty()) {
                        assertThat(take(queue))
                                .isEqualTo(reference.removeFirst().number());
                    }
                }
                default -> {
                    if (!submissions.isEmpty()) {
                        Submission gone = submissions.remove(random.nextInt(submissions.size()));
                        queue.remove(gone);
                        reference.removeIf(expected -> expected.submission() == gone);
                    }
                }
            }
            assertThat(queue.size()).isEqualTo(reference.size());
        }
        assertThat(drain(queue))
                .containsExactlyElementsOf(
                        reference.stream().map(Expected::number).toList());
    }

    private record Expected(Submission submission, int offset, int number) {}
}
