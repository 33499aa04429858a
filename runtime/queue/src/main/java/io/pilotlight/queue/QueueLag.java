package io.pilotlight.queue;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How many records wait for a function, whether or not a process of it runs: what decides whether one should be woken. Knows nothing of
 * functions, so whoever starts processes may use it.
 */
public final class QueueLag implements AutoCloseable {

    private final Admin admin;
    private final Duration patience;

    /**
     * Connects.
     *
     * @param client Kafka's own settings of the connection
     * @param patience for each answer
     */
    public QueueLag(Map<String, Object> client, Duration patience) {
        this.admin = Admin.create(client);
        this.patience = patience;
    }

    /**
     * Records in the topics that the group has not settled; those that wait for another attempt are among them. A topic that nobody
     * has made yet has none.
     *
     * @throws KafkaException if the brokers do not tell in time
     */
    public long of(String group, QueueTopics topics) throws InterruptedException {
        long lag = 0;
        for (String topic : topics.consumed()) {
            lag += lag(group, topic);
        }
        return lag;
    }

    private long lag(String group, String topic) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        try {
            TopicDescription description =
                    await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            if (description == null) {
                return 0;
            }
            description.partitions().forEach(partition -> {
                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
                earliest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest());
            });
            ListOffsetsOptions committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    await(admin.listOffsets(latest, committedOnly).all());
            Map<TopicPartition, ListOffsetsResultInfo> begins =
                    await(admin.listOffsets(earliest).all());
            Map<TopicPartition, OffsetAndMetadata> settled =
                    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            long lag = 0;
            for (TopicPartition partition : latest.keySet()) {
                ListOffsetsResultInfo begin = begins.get(partition);
                ListOffsetsResultInfo end = ends.get(partition);
                OffsetAndMetadata offset = settled.get(partition);
                if (begin != null && end != null) {
                    long from = offset == null ? begin.offset() : Math.max(begin.offset(), offset.offset());
                    lag += Math.max(0, end.offset() - from);
                }
            }
            return lag;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new KafkaException(
                    "the lag of group " + group + " in topic " + topic + " is not known", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("the lag of group " + group + " in topic " + topic + " is not known", e);
        }
    }

    private <T> T await(org.apache.kafka.common.KafkaFuture<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
