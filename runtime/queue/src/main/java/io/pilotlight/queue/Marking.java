package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes {@linkplain WorkMarker markers}, by committing once more the offset that is committed, in a transaction as everything is that
 * moves an offset: a request that comes to the broker late, when its transaction has ended, changes nothing there.
 */
final class Marking {

    private static final Logger LOG = System.getLogger(Marking.class.getName());

    private static final String NONE = "";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Outbox outbox;
    private final String process;

    /** Of that process. */
    Marking(KafkaConsumer<byte[], byte[]> consumer, Outbox outbox, String process) {
        this.consumer = consumer;
        this.outbox = outbox;
        this.process = process;
    }

    /**
     * Marks a chunk, and what is being answered still.
     *
     * @return whether that is written; if not, it must not be begun
     */
    boolean mark(Chunk chunk, Optional<Chunk> running) {
        return write(chunk.ranges().keySet(), partition -> {
            Chunk.Range range = chunk.range(partition).orElseThrow();
            long from = running.flatMap(before -> before.range(partition))
                    .map(Chunk.Range::from)
                    .orElse(range.from());
            return new OffsetAndMetadata(
                    partition.committed(),
                    WorkMarker.of(from, range.to(), process).text());
        });
    }

    /** Marks one record, likewise. */
    boolean alone(Partition partition, WorkMarker marker) {
        return write(List.of(partition), it -> new OffsetAndMetadata(it.committed(), marker.text()));
    }

    /** Nothing is worked on any more: whoever comes next need not suspect anything. Where it fails, he will. */
    void clear(Collection<Partition> partitions) {
        boolean _ = write(
                partitions.stream().filter(Partition::isMarked).toList(),
                partition -> new OffsetAndMetadata(partition.committed(), NONE));
    }

    /** Commits what lies behind the last record and is none: marks of transactions, which would look like a lag for ever. */
    void settle(Collection<Partition> partitions) {
        boolean _ = write(
                partitions.stream()
                        .filter(partition -> partition.next() > partition.committed())
                        .toList(),
                partition -> new OffsetAndMetadata(partition.next(), NONE));
    }

    private boolean write(Collection<Partition> partitions, Function<Partition, OffsetAndMetadata> offsets) {
        if (partitions.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
        partitions.forEach(partition -> written.put(partition.name(), offsets.apply(partition)));
        return switch (outbox.commit(List.of(), written, consumer.groupMetadata())) {
            case Outbox.Result.Committed() -> {
                partitions.forEach(partition -> partition.committed(
                        offsets.apply(partition).offset(),
                        !offsets.apply(partition).metadata().isEmpty()));
                yield true;
            }
            case Outbox.Result.Undone(var reason) -> {
                LOG.log(Level.DEBUG, "not marked: {0}", reason.toString());
                yield false;
            }
            case Outbox.Result.TooLarge _ -> throw new IllegalStateException("offsets alone are never too large");
        };
    }
}
