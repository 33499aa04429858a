package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.queue.QueueLag;
import io.pilotlight.queue.QueueTopics;
import io.pilotlight.tests.benchmark.queue.OutcomeReader;
import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.benchmark.queue.RequestWriter;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Puts records into {@code embed}'s queue, one partition of it, and reads what becomes of them. */
public final class QueueClient implements AutoCloseable {

    static final QueueTopics TOPICS = QueueTopics.of("embed");
    static final String GROUP = QueueTopics.group("embed");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(2);

    private final String servers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final OutcomeReader reader;

    public QueueClient(String servers) throws InterruptedException {
        new RequestWriter(servers).close(); // makes the topics
        this.servers = servers;
        this.producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                4 << 20));
        this.reader = new OutcomeReader(servers, List.of(TOPICS.results(), TOPICS.deadLetters()));
    }

    /** Sends it; gives its offset. */
    public long send(String value, Map<String, String> headers) {
        return send(value.getBytes(StandardCharsets.UTF_8), headers);
    }

    long send(byte[] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPICS.requests(), 0, "key".getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            return producer.send(record).get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the record was not sent", e);
        }
    }

    /** The outcomes of records from that offset on, as soon as there are so many, and whatever comes a little later. */
    List<Seen> outcomes(int count, long from) {
        return reader.read(count, seen -> offset(seen) >= from, PATIENCE, LATER);
    }

    /** The outcome of one record, which must be the only one. */
    public Seen outcome(long offset) {
        List<Seen> outcomes = reader.read(1, seen -> offset(seen) == offset, PATIENCE, LATER);
        if (outcomes.size() != 1) {
            throw new AssertionError("expected one outcome, got " + outcomes);
        }
        return outcomes.getFirst();
    }

    static long offset(Seen outcome) {
        return Long.parseLong(outcome.header("pilotlight-origin-offset"));
    }

    /** That record's among them. */
    static Seen of(long offset, List<Seen> outcomes) {
        return outcomes.stream()
                .filter(outcome -> offset(outcome) == offset)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no outcome of the record at offset " + offset));
    }

    long lag() throws IOException, InterruptedException {
        try (QueueLag lag = new QueueLag(Map.of("bootstrap.servers", servers), PATIENCE)) {
            return lag.of(GROUP, TOPICS.consumed()).records();
        }
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
    }
}
