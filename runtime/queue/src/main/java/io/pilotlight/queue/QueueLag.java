package io.pilotlight.queue;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How many records wait for a function, whether or not a process of it runs: what decides whether one should be woken, and left awake.
 * Knows nothing of functions, so whoever starts processes may use it. Not safe for use by many threads.
 */
public final class QueueLag implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final Map<String, Object> client;
    private final Duration patience;
    private @Nullable Admin admin;

    /**
     * What was found at a moment.
     *
     * @param records that the group has not settled; those that wait for another attempt are among them
     * @param settled how far the group has come, all partitions added up: what differs from one moment to the next while somebody works
     */
    public record Reading(long records, long settled) {}

    /**
     * Connects when it is first asked, so that brokers need not be there, nor have a name yet.
     *
     * @param client Kafka's own settings of the connection
     * @param patience for each answer
     */
    public QueueLag(Map<String, Object> client, Duration patience) {
        this.client = new HashMap<>(client);
        this.patience = patience;
        int millis = Math.toIntExact(patience.toMillis());
        this.client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis);
        this.client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    }

    /**
     * Looks. A topic that nobody has made yet has no records.
     *
     * @throws IOException if the brokers do not tell in time
     */
    public Reading of(String group, List<String> topics) throws IOException, InterruptedException {
        try {
            return read(connected(), group, topics);
        } catch (ExecutionException e) {
            throw unknown(group, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException | KafkaException e) {
            throw unknown(group, e);
        }
    }

    private static IOException unknown(String group, Throwable cause) {
        return new IOException("the lag of group " + group + " is not known: " + reason(cause), cause);
    }

    /** What is wrong lies at the bottom: above it the client only says what it could not do therefore. */
    private static String reason(Throwable cause) {
        Throwable below = cause.getCause();
        return below == null ? Objects.requireNonNullElse(cause.getMessage(), "no answer in time") : reason(below);
    }

    private Admin connected() {
        Admin connected = admin;
        if (connected == null) {
            connected = Admin.create(client);
            admin = connected;
        }
        return connected;
    }

    private Reading read(Admin connected, String group, List<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<TopicPartition> partitions = partitions(connected, topics);
        if (partitions.isEmpty()) {
            return new Reading(0, 0);
        }
        ListOffsetsOptions committedOnly = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> ends = await(connected
                .listOffsets(each(partitions, OffsetSpec.latest()), committedOnly)
                .all());
        Map<TopicPartition, ListOffsetsResultInfo> begins = await(
                connected.listOffsets(each(partitions, OffsetSpec.earliest())).all());
        Map<TopicPartition, OffsetAndMetadata> settled =
                await(connected.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        long records = 0;
        long progress = 0;
        for (TopicPartition partition : partitions) {
            ListOffsetsResultInfo begin = begins.get(partition);
            ListOffsetsResultInfo end = ends.get(partition);
            OffsetAndMetadata offset = settled.get(partition);
            if (begin != null && end != null) {
                long from = offset == null ? begin.offset() : Math.max(begin.offset(), offset.offset());
                records += Math.max(0, end.offset() - from);
                progress += from;
            }
        }
        return new Reading(records, progress);
    }

    private Set<TopicPartition> partitions(Admin connected, List<String> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (KafkaFuture<TopicDescription> topic :
                connected.describeTopics(topics).topicNameValues().values()) {
            described(topic).ifPresent(one -> one.partitions()
                    .forEach(partition -> partitions.add(new TopicPartition(one.name(), partition.partition()))));
        }
        return partitions;
    }

    private Optional<TopicDescription> described(KafkaFuture<TopicDescription> topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return Optional.of(await(topic));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Map<TopicPartition, OffsetSpec> each(Set<TopicPartition> partitions, OffsetSpec spec) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec));
    }

    private <T> T await(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(CLOSE_PATIENCE);
        }
    }
}
