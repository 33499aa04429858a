package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka's clients, as the queue needs them. What an operator says of the connection goes before. */
public final class QueueClients {

    /** Fetched by one poll; a chunk is made of several. */
    private static final int POLL_RECORDS = 500;

    private static final int FETCH_BYTES = 8 << 20;
    private static final int PARTITION_FETCH_BYTES = 1 << 20;

    /** The broker's limit is the one that counts. */
    private static final int LARGEST_RECORD = 64 << 20;

    private static final int BATCH_BYTES = 64 << 10;
    private static final int HEARTBEATS_IN_SESSION = 3;

    private static final Duration TOPIC_IS_MADE = Duration.ofSeconds(30);
    private static final Duration TOPIC_PAUSE = Duration.ofMillis(50);

    private QueueClients() {}

    /** A member of the group. It commits nothing by itself, and sees nothing that was not committed. */
    static KafkaConsumer<byte[], byte[]> member(QueueSettings settings) {
        Map<String, Object> consumer = reading(settings.client());
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        settings.instance().ifPresent(instance -> consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance));
        consumer.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        consumer.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                Math.toIntExact(settings.sessionTimeout().toMillis()));
        consumer.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.toIntExact(settings.sessionTimeout().toMillis() / HEARTBEATS_IN_SESSION));
        consumer.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(settings.maxPollInterval().toMillis()));
        return new KafkaConsumer<>(consumer);
    }

    /** One that belongs to no group. */
    public static KafkaConsumer<byte[], byte[]> reader(Map<String, Object> client) {
        return new KafkaConsumer<>(reading(client));
    }

    /**
     * A topic's partitions. A broker that makes topics when they are first asked for says for a moment that they have none.
     *
     * @throws KafkaException if there are none after a while
     */
    public static List<TopicPartition> partitions(KafkaConsumer<?, ?> reader, String topic) {
        long until = System.nanoTime() + TOPIC_IS_MADE.toNanos();
        List<PartitionInfo> found = reader.partitionsFor(topic);
        while (found.isEmpty()) {
            if (System.nanoTime() - until > 0) {
                throw new KafkaException("topic " + topic + ": expected it to be there, or the broker to make it");
            }
            pause();
            found = reader.partitionsFor(topic);
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(TOPIC_PAUSE);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Map<String, Object> reading(Map<String, Object> client) {
        Map<String, Object> consumer = new HashMap<>(client);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        consumer.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        consumer.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        return consumer;
    }

    /** One that writes all or nothing. */
    static KafkaProducer<byte[], byte[]> transactional(QueueSettings settings, String id) {
        Map<String, Object> producer = writing(settings.client());
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        producer.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.toIntExact(settings.transactionTimeout().toMillis()));
        return new KafkaProducer<>(producer);
    }

    /** One that writes each record once, whatever it has to repeat. */
    public static Map<String, Object> writing(Map<String, Object> client) {
        Map<String, Object> producer = new HashMap<>(client);
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
        producer.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        return producer;
    }
}
