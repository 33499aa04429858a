package io.pilotlight.queue;

import io.pilotlight.api.Deadline;

import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A chunk that is being answered, on a thread of its own. Duplicates among it are not asked about. */
final class Answering {

    private final Chunk chunk;
    private final List<Boolean> repeated = new ArrayList<>();
    private final Future<List<Outcome>> outcomes;
    private final int records;
    private final long begunNanos = System.nanoTime();
    private volatile long endedNanos;

    Answering(Chunk chunk, RecordHandler handler, Deadline deadline, ExecutorService threads) {
        this.chunk = chunk;
        List<QueueRecord> asked = new ArrayList<>();
        for (Chunk.Item item : chunk.items()) {
            boolean duplicate = item.partition().isRepeated(handler, item.record());
            repeated.add(duplicate);
            if (!duplicate) {
                asked.add(item.record());
            }
        }
        this.records = asked.size();
        this.outcomes = threads.submit(() -> answer(handler, asked, deadline));
    }

    private List<Outcome> answer(RecordHandler handler, List<QueueRecord> asked, Deadline deadline) {
        try {
            return asked.isEmpty() ? List.of() : handler.answer(asked, deadline);
        } finally {
            endedNanos = System.nanoTime();
        }
    }

    Chunk chunk() {
        return chunk;
    }

    int records() {
        return records;
    }

    long endedNanos() {
        return endedNanos;
    }

    /** What it took, from when it was begun or the one before it had ended. */
    Duration busySince(long otherEndedNanos) {
        long from = begunNanos - otherEndedNanos > 0 ? begunNanos : otherEndedNanos;
        return Duration.ofNanos(Math.max(0, endedNanos - from));
    }

    boolean isDone() {
        return outcomes.isDone();
    }

    boolean concerns(Collection<TopicPartition> partitions) {
        return chunk.ranges().keySet().stream().anyMatch(partition -> partitions.contains(partition.name()));
    }

    /** Nobody wants it any more. */
    void cancel() {
        outcomes.cancel(true);
    }

    boolean isCancelled() {
        return outcomes.isCancelled();
    }

    /** Waits for the outcomes of those that are no duplicates, in order. */
    List<Outcome> await() {
        try {
            List<Outcome> all = outcomes.get();
            if (all.size() != records) {
                throw new IllegalStateException("a handler: expected " + records + " outcomes, got " + all.size());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the queue's thread was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("records were not answered", e.getCause());
        }
    }

    /** What has become of each of the chunk's records. */
    List<Publishing.Settled> settled(List<Outcome> answers) {
        List<Publishing.Settled> settled = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < chunk.items().size(); i++) {
            Chunk.Item item = chunk.items().get(i);
            settled.add(
                    repeated.get(i)
                            ? Publishing.Settled.duplicate(item.partition(), item.record())
                            : Publishing.Settled.answered(item.partition(), item.record(), answers.get(answered++)));
        }
        return settled;
    }
}
