package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Polls, and puts what comes into the backlog; lets nothing come while that is full, of partitions whose term has not begun, and of
 * records whose next attempt is not due.
 */
final class Fetching {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Backlog backlog;
    private final QueueTopics topics;

    /** Partitions whose term has not begun. */
    private final Set<TopicPartition> held = new HashSet<>();

    /** Partitions whose next record is not due, and when it is. */
    private final Map<TopicPartition, Long> dueMillis = new HashMap<>();

    Fetching(KafkaConsumer<byte[], byte[]> consumer, Backlog backlog, QueueTopics topics) {
        this.consumer = consumer;
        this.backlog = backlog;
        this.topics = topics;
    }

    /** Polls once, whether or not anything may come: the group wants to see that we are there. */
    void poll(Duration timeout) {
        long now = System.currentTimeMillis();
        dueMillis.values().removeIf(due -> due <= now);
        List<TopicPartition> open = new ArrayList<>();
        List<TopicPartition> closed = new ArrayList<>();
        for (TopicPartition name : consumer.assignment()) {
            boolean closing = backlog.isFull() || held.contains(name) || dueMillis.containsKey(name);
            (closing ? closed : open).add(name);
        }
        consumer.resume(open);
        consumer.pause(closed);
        add(consumer.poll(timeout));
    }

    private void add(ConsumerRecords<byte[], byte[]> fetched) {
        for (TopicPartition name : fetched.partitions()) {
            Partition partition = backlog.get(name);
            if (partition == null) {
                continue; // its term has not begun, and will seek where it does
            }
            if (name.topic().equals(topics.requests())) {
                fetched.records(name).forEach(record -> backlog.add(partition, QueueRecord.request(record)));
                partition.fetchedUpTo(next(fetched, name));
            } else {
                addDue(partition, fetched);
            }
        }
    }

    private void addDue(Partition partition, ConsumerRecords<byte[], byte[]> fetched) {
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : fetched.records(partition.name())) {
            long due = HeaderValues.number(record.headers(), OutcomeHeaders.NOT_BEFORE)
                    .orElse(0);
            if (due > now) {
                dueMillis.put(partition.name(), due);
                consumer.seek(partition.name(), record.offset());
                return;
            }
            backlog.add(partition, QueueRecord.retried(record));
        }
        partition.fetchedUpTo(next(fetched, partition.name()));
    }

    private static long next(ConsumerRecords<byte[], byte[]> fetched, TopicPartition name) {
        return Optional.ofNullable(fetched.nextOffsets().get(name))
                .map(OffsetAndMetadata::offset)
                .orElse(0L);
    }

    /** Nothing of it is fetched until its term begins. */
    void hold(TopicPartition name) {
        held.add(name);
    }

    /** Its term begins at that offset. */
    void release(TopicPartition name, long offset) {
        consumer.seek(name, offset);
        held.remove(name);
    }

    void forget(TopicPartition name) {
        held.remove(name);
        dueMillis.remove(name);
    }

    /** Where a partition begins of which nothing is committed. */
    long firstOffset(TopicPartition name) {
        return consumer.beginningOffsets(Set.of(name)).getOrDefault(name, 0L);
    }

    /** Records that wait in our partitions, as far as the brokers have told. */
    long lag() {
        return consumer.assignment().stream()
                        .mapToLong(name -> consumer.currentLag(name).orElse(0))
                        .sum()
                + backlog.records();
    }
}
