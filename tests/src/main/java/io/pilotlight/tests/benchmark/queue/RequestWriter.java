package io.pilotlight.tests.benchmark.queue;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Puts requests into a function's topic. */
public final class RequestWriter implements AutoCloseable {
    private static final String REQUESTS = "embed.requests";
    private static final List<String> TOPICS =
            List.of(REQUESTS, "embed.results", "embed.dead-letters", "embed.retries");
    private static final int PARTITIONS = 4;

    private final KafkaProducer<byte[], byte[]> producer;
    private @Nullable Future<RecordMetadata> last;

    /** Makes the topics where they are missing. */
    public RequestWriter(String servers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new BenchmarkFailure("the topics cannot be made", e);
            }
        }
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all"));
    }

    /** Sends one; {@link #flush} waits until it is there. */
    public void send(String key, String identity, String json) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(REQUESTS, bytes(key), bytes(json));
        record.headers().add("idempotency-key", bytes(identity));
        last = producer.send(record);
    }

    /** Waits until all are there; a producer that has lost one loses those after it, too. */
    public void flush() {
        producer.flush();
        try {
            if (last != null) {
                last.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new BenchmarkFailure("requests cannot be written", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
