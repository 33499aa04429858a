package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commits what has become of a chunk's records, of those partitions whose term has not ended meanwhile. */
final class Publishing {

    private static final Logger LOG = System.getLogger(Publishing.class.getName());

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Outbox outbox;
    private final Backlog backlog;
    private final OutcomeRecords records;
    private final QueueObserver observer;
    private final String process;

    Publishing(
            KafkaConsumer<byte[], byte[]> consumer,
            Outbox outbox,
            Backlog backlog,
            OutcomeRecords records,
            QueueObserver observer,
            String process) {
        this.process = process;
        this.consumer = consumer;
        this.outbox = outbox;
        this.backlog = backlog;
        this.records = records;
        this.observer = observer;
    }

    /** A record whose fate is known. */
    record Settled(Partition partition, QueueRecord record, Fate fate) {

        static Settled answered(Partition partition, QueueRecord record, Outcome outcome) {
            return new Settled(partition, record, new Fate.Answered(outcome));
        }

        static Settled duplicate(Partition partition, QueueRecord record) {
            return new Settled(partition, record, new Fate.Duplicate());
        }

        static Settled quarantined(Partition partition, QueueRecord record, int crashes) {
            return new Settled(partition, record, new Fate.Quarantined(crashes));
        }
    }

    sealed interface Fate {

        record Answered(Outcome outcome) implements Fate {}

        record Duplicate() implements Fate {}

        record Quarantined(int crashes) implements Fate {}
    }

    /**
     * Publishes and commits.
     *
     * @param after what has been begun after it, whose marker goes along
     * @return whether it is committed; if not, nothing is
     */
    boolean publish(Chunk chunk, List<Settled> settled, Optional<Chunk> after) {
        List<Settled> ours = settled.stream()
                .filter(one -> backlog.isCurrent(one.partition()))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        chunk.ranges().forEach((partition, range) -> {
            if (backlog.isCurrent(partition)) {
                offsets.put(partition.name(), new OffsetAndMetadata(range.to(), marker(partition, after)));
            }
        });
        if (offsets.isEmpty()) {
            return true; // all of them are others' now
        }
        List<QueueRecord> published = new ArrayList<>();
        List<OutcomeRecords.Published> outcomes = new ArrayList<>();
        for (Settled one : ours) {
            outcome(one).ifPresent(outcome -> {
                published.add(one.record());
                outcomes.add(outcome);
            });
        }
        if (!commit(published, outcomes, offsets)) {
            return false;
        }
        chunk.ranges().forEach((partition, range) -> {
            if (backlog.isCurrent(partition)) {
                partition.committed(range.to(), !marker(partition, after).isEmpty());
            }
        });
        tell(ours, published, outcomes);
        return true;
    }

    private String marker(Partition partition, Optional<Chunk> after) {
        return after.flatMap(chunk -> chunk.range(partition))
                .map(range -> WorkMarker.of(range.from(), range.to(), process).text())
                .orElse("");
    }

    private Optional<OutcomeRecords.Published> outcome(Settled one) {
        return switch (one.fate()) {
            case Fate.Answered(Outcome outcome) ->
                Optional.of(records.publish(one.record(), outcome, System.currentTimeMillis()));
            case Fate.Quarantined(int crashes) -> Optional.of(records.quarantined(one.record(), crashes));
            case Fate.Duplicate() -> Optional.empty();
        };
    }

    private boolean commit(
            List<QueueRecord> published,
            List<OutcomeRecords.Published> outcomes,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        while (true) {
            List<ProducerRecord<byte[], byte[]>> all =
                    outcomes.stream().map(OutcomeRecords.Published::record).toList();
            switch (outbox.commit(all, offsets, consumer.groupMetadata())) {
                case Outbox.Result.Committed() -> {
                    return true;
                }
                case Outbox.Result.Undone(var reason) -> {
                    LOG.log(Level.WARNING, "outcomes were not committed, and are made again: {0}", reason.toString());
                    return false;
                }
                case Outbox.Result.TooLarge(var indexes) ->
                    indexes.forEach(i -> outcomes.set(i, records.tooLarge(published.get(i), outcomes.get(i))));
            }
        }
    }

    private void tell(List<Settled> ours, List<QueueRecord> published, List<OutcomeRecords.Published> outcomes) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < outcomes.size(); i++) {
            OutcomeRecords.Published outcome = outcomes.get(i);
            Duration age = Duration.ofMillis(Math.max(0, now - published.get(i).timestampMillis()));
            observer.settled(outcome.kind(), outcome.code(), outcome.attempts(), age);
        }
        for (Settled one : ours) {
            if (one.fate() instanceof Fate.Duplicate) {
                observer.settled(QueueObserver.Kind.DUPLICATE, "OK", 0, Duration.ZERO);
            }
        }
    }
}
