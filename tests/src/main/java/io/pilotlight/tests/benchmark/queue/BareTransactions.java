package io.pilotlight.tests.benchmark.queue;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * The least that a consume-transform-produce loop with transactions does: the same requests in, values as long as the results out, so
 * many records to a transaction as the queue takes at most. A program of its own; says at the end how many records a second it did.
 */
public final class BareTransactions {
    static final String TOPIC = "bare.results";

    private static final int RECORDS = 1_024;
    private static final Duration POLL = Duration.ofMillis(100);

    private BareTransactions() {}

    /** Arguments: brokers, the topic, how many records, how long each result is. */
    public static void main(String[] arguments) {
        int records = Integer.parseInt(arguments[2]);
        byte[] value = new byte[Integer.parseInt(arguments[3])];
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(arguments[0]);
                KafkaProducer<byte[], byte[]> producer = producer(arguments[0])) {
            producer.initTransactions();
            consumer.subscribe(List.of(arguments[1]));
            int done = 0;
            int firstDone = 0;
            long begun = 0;
            while (done < records) {
                done += turn(consumer, producer, value);
                if (begun == 0 && done >= records / 10) {
                    begun = System.nanoTime(); // until then it has warmed up
                    firstDone = done;
                }
            }
            System.out.printf("rate %.0f%n", (done - firstDone) * 1e9 / (System.nanoTime() - begun));
        }
    }

    private static int turn(
            KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, byte[] value) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (polled.isEmpty()) {
            return 0;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(TOPIC, record.key(), value));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        return polled.count();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
        return new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "bare-" + System.nanoTime(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                RECORDS));
    }

    private static KafkaProducer<byte[], byte[]> producer(String servers) {
        return new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "bare",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 << 10));
    }
}
