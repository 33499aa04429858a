package io.pilotlight.engine.lane;

import io.pilotlight.api.Deadline;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.LatencyTier;
import io.pilotlight.api.Tensors;
import io.pilotlight.engine.batch.BatchRule;
import io.pilotlight.engine.batch.BatchTimes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToLongFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lanes without threads, on a clock without time: they take from a schedule what it gives and run it for as long as the test
 * says. Whatever a schedule must always keep is checked at each step.
 */
final class Simulation {

    private final int capacity;
    private final Machine machine;
    private final ToLongFunction<Batch> trueNanos;
    private final Schedule schedule;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
    private final List<Batch> running = new ArrayList<>();
    private final List<Batch> begun = new ArrayList<>();
    private final Set<Row> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Row> begunRows = Collections.newSetFromMap(new IdentityHashMap<>());
    private long now;
    private long lastAnsweredNanos = Long.MIN_VALUE / 2; // of those who wait for their answers
    private long sequence;

    private record Event(long at, long sequence, Runnable what) {}

    /** What somebody asked, and what came of it at once: in the end its submission says the rest. */
    record Asked(long at, Submission submission, List<Integer> numbers, Optional<InferenceException> refusal) {

        boolean isAccepted() {
            return refusal.isEmpty();
        }

        /** Whether it was answered; in time, since whoever is not is told so when the deadline passes. */
        boolean isAnswered() {
            assertThat(submission.isSettled()).as("everybody is told").isTrue();
            try {
                assertThat(Numbers.numbers(submission.await()))
                        .as("their own")
                        .isEqualTo(numbers.stream().map(number -> -number).toList());
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }
    }

    Simulation(
            int lanes, int maxBatchRows, int capacity, BatchRule rule, BatchTimes times, ToLongFunction<Batch> nanos) {
        this.capacity = capacity;
        this.machine = new Machine(lanes, maxBatchRows, times);
        this.trueNanos = nanos;
        this.schedule = new Schedule(capacity, rule, Duration.ZERO);
    }

    long now() {
        return now;
    }

    /** All that ran, in order. */
    List<Batch> begun() {
        return begun;
    }

    int queued() {
        return schedule.size();
    }

    void at(long nanos, Runnable what) {
        events.add(new Event(nanos, sequence++, what));
    }

    /** Goes on until nothing is left to happen. */
    void run() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            now = event.at();
            Optional<Deadline> next = schedule.expire(now);
            assertThat(next.map(deadline -> deadline.hasPassed(now))).isNotEqualTo(Optional.of(true));
            event.what().run();
            dispatch();
        }
        assertThat(schedule.size()).isZero();
    }

    /** Somebody asks, now. */
    Asked ask(LatencyTier tier, long remainingNanos, List<Tensors> inputs) {
        List<Integer> numbers = inputs.stream().map(Rows::number).toList();
        Submission submission = new Submission(inputs.size(), tier, new Deadline(now + remainingNanos), now);
        try {
            schedule.prepare(submission, inputs, machine);
            schedule.add(submission, machine, running(), now);
        } catch (InferenceException e) {
            return new Asked(now, submission, numbers, Optional.of(e));
        }
        waiting.addAll(submission.rows());
        at(now + remainingNanos, () -> expire(submission));
        assertThat(schedule.size()).isLessThanOrEqualTo(capacity);
        return new Asked(now, submission, numbers, Optional.empty());
    }

    /** Somebody goes away. */
    void cancel(Submission submission) {
        submission.fail(new IllegalStateException("cancelled"));
        schedule.remove(submission);
    }

    private void expire(Submission submission) {
        if (!submission.isSettled()) {
            submission.fail(submission.expired());
        }
        schedule.remove(submission);
    }

    private Schedule.Running running() {
        return new Schedule.Running(
                running.size(),
                running.stream()
                        .mapToDouble(batch -> Math.max(0, batch.expectedEndNanos() - now))
                        .sum());
    }

    private void dispatch() {
        while (running.size() < machine.lanes() && schedule.size() > 0) {
            long hold = schedule.holdNanos(machine, running(), now);
            if (hold > 0) {
                hold(hold);
                return;
            }
            Optional<Batch> next = schedule.next(machine, running(), now);
            assertThat(next.isPresent() || schedule.size() == 0)
                    .as("no lane is free while a row waits")
                    .isTrue();
            next.ifPresent(this::begin);
        }
    }

    /** Only the last lane waits, only for those who have been answered a moment ago, and only rows of a backlog do. */
    private void hold(long nanos) {
        assertThat(running).hasSize(machine.lanes() - 1);
        assertThat(nanos).isLessThanOrEqualTo(lastAnsweredNanos + 5_000_000 - now);
        assertThat(waiting.stream().filter(row -> !row.submission().isSettled()))
                .allMatch(row -> row.submission().tier() == LatencyTier.BATCH);
        at(now + nanos, () -> {});
    }

    private void begin(Batch batch) {
        waiting.removeIf(row -> row.submission().isSettled());
        Row first = batch.members().getFirst();
        for (Row row : batch.members()) {
            assertThat(row.deadline().hasPassed(now)).as("it has expired").isFalse();
            assertThat(row.submission().isSettled()).as("nobody waits for it").isFalse();
            assertThat(begunRows.add(row)).as("it runs for the first time").isTrue();
            assertThat(row.submission().tier()).isEqualTo(first.submission().tier());
            assertThat(row.equals(first) || row.shape().joins(first.shape())).isTrue();
            row.submission().begin(now);
        }
        for (Row other : waiting) {
            if (other.submission().tier() == first.submission().tier()) {
                assertThat(first).as("the earliest deadline first").isLessThanOrEqualTo(other);
            }
        }
        assertThat(batch.rows())
                .isLessThanOrEqualTo(
                        Math.max(machine.maxBatchRows(), first.shape().rows()));
        batch.members().forEach(waiting::remove);
        running.add(batch);
        begun.add(batch);
        long nanos = trueNanos.applyAsLong(batch);
        at(now + nanos, () -> end(batch, nanos));
    }

    private void end(Batch batch, long nanos) {
        running.remove(batch);
        schedule.ended(batch, now);
        if (batch.tier() != LatencyTier.BATCH) {
            lastAnsweredNanos = now;
        }
        machine.times().observe(batch.rows(), batch.elementsPerRow(), nanos);
        for (Row row : batch.members()) {
            row.submission().complete(row.index(), Numbers.row(-Rows.number(row.inputs())), now);
        }
    }
}
