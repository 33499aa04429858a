package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Publishes outcomes together with how far work has come, all or nothing. The offsets go with the generation of the group in which the
 * work was done: where the group has moved on, the broker refuses them, and the outcomes with them.
 */
final class Outbox implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaProducer<byte[], byte[]> producer;

    /** What has become of a transaction. Where that is not known, an exception is thrown, and the log has to be asked. */
    sealed interface Result {

        record Committed() implements Result {}

        /** Nothing of it was published. */
        record Undone(KafkaException reason) implements Result {}

        /** The same, because the broker does not take these records. */
        record TooLarge(Set<Integer> indexes) implements Result {}
    }

    private Outbox(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /**
     * Opens it. What a process of that name has left open is undone, and can no longer be committed.
     *
     * @throws KafkaException if the brokers cannot be reached
     */
    static Outbox open(QueueSettings settings, String id) {
        KafkaProducer<byte[], byte[]> producer = QueueClients.transactional(settings, id);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        return new Outbox(producer);
    }

    /**
     * Publishes.
     *
     * @throws KafkaException if it is not known whether they are published, or nothing can be published any more: this outbox is
     *     to be closed then, and another one opened
     */
    Result commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        boolean committing = false;
        producer.beginTransaction();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record));
            }
            producer.flush();
            Set<Integer> tooLarge = tooLarge(sent);
            if (!tooLarge.isEmpty()) {
                producer.abortTransaction();
                return new Result.TooLarge(tooLarge);
            }
            producer.sendOffsetsToTransaction(offsets, group);
            committing = true;
            producer.commitTransaction();
            return new Result.Committed();
        } catch (KafkaException e) {
            if (committing) {
                throw e;
            }
            producer.abortTransaction(); // where this is no longer possible it throws, which is as well
            return new Result.Undone(e);
        }
    }

    private static Set<Integer> tooLarge(List<Future<RecordMetadata>> sent) {
        Set<Integer> tooLarge = new TreeSet<>();
        for (int i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException) {
                    tooLarge.add(i);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException(e);
            }
        }
        return tooLarge;
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
