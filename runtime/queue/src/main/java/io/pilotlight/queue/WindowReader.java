package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads again what lies before where work goes on, to know whose duplicates may come. */
final class WindowReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> reader;
    private final RecordHandler handler;
    private final Duration patience;

    WindowReader(Map<String, Object> client, RecordHandler handler, Duration patience) {
        this.reader = QueueClients.reader(client);
        this.handler = handler;
        this.patience = patience;
    }

    /**
     * The identities of the partition's records within the window before that offset.
     *
     * @throws TimeoutException if they cannot be read in time
     */
    SeenIdentities before(TopicPartition partition, long offset, int window) {
        SeenIdentities seen = new SeenIdentities(window);
        reader.assign(Set.of(partition));
        long kept = reader.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        long from = Math.max(kept, offset - window);
        if (window == 0 || from >= offset) {
            return seen;
        }
        reader.seek(partition, from);
        long until = System.nanoTime() + patience.toNanos();
        while (reader.position(partition) < offset) {
            if (System.nanoTime() - until > 0) {
                throw new TimeoutException(
                        "the records before " + partition + "@" + offset + " could not be read within " + patience);
            }
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < offset) {
                    handler.identity(QueueRecord.request(record))
                            .ifPresent(identity -> seen.isRepeated(identity, record.offset()));
                }
            }
        }
        return seen;
    }

    @Override
    public void close() {
        reader.close();
    }
}
