package io.pilotlight.tests.benchmark.queue;

import io.pilotlight.queue.QueueClients;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads outcomes as any reader would who asks for committed ones, knowing nothing of who wrote them. */
public final class OutcomeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** An outcome as it lies there. */
    public record Seen(ConsumerRecord<byte[], byte[]> record) {

        /** The value of a header, or nothing. */
        public String header(String name) {
            Header header = record.headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }

        public boolean isResult() {
            return header("pilotlight-outcome").equals("result");
        }

        public String value() {
            return new String(record.value(), StandardCharsets.UTF_8);
        }
    }

    /** Begins where the topics end now. */
    public OutcomeReader(String servers, List<String> topics) {
        this.consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> QueueClients.partitions(consumer, topic).stream())
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** What has come since the last call, waiting a little. */
    public List<Seen> poll() {
        List<Seen> seen = new ArrayList<>();
        consumer.poll(POLL).forEach(record -> seen.add(new Seen(record)));
        return seen;
    }

    /**
     * Reads until there are so many that are meant, and then as long as more might come.
     *
     * @param patience for all of them
     * @param after how long it looks whether more come
     */
    public List<Seen> read(int count, Predicate<Seen> meant, Duration patience, Duration after) {
        List<Seen> all = new ArrayList<>();
        long until = System.nanoTime() + patience.toNanos();
        while (all.size() < count) {
            if (System.nanoTime() - until > 0) {
                throw new BenchmarkFailure(
                        "of %d outcomes %d have come within %d s".formatted(count, all.size(), patience.toSeconds()));
            }
            poll().stream().filter(meant).forEach(all::add);
        }
        long end = System.nanoTime() + after.toNanos();
        while (System.nanoTime() - end < 0) {
            poll().stream().filter(meant).forEach(all::add);
        }
        return all;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
