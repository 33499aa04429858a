package io.pilotlight.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record to be answered: a request, or one that is being retried.
 *
 * @param origin where the request lies
 * @param attempts that it has had before, as the log knows
 * @param timestampMillis when the request was written
 */
public record QueueRecord(ConsumerRecord<byte[], byte[]> record, Origin origin, int attempts, long timestampMillis) {

    static QueueRecord request(ConsumerRecord<byte[], byte[]> record) {
        return new QueueRecord(
                record, new Origin(record.topic(), record.partition(), record.offset()), 0, record.timestamp());
    }

    /** One of the topic of retries; what nobody of us has put there is a request like any other. */
    static QueueRecord retried(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Optional<String> topic = HeaderValues.text(headers, OutcomeHeaders.ORIGIN_TOPIC);
        OptionalLong partition = HeaderValues.number(headers, OutcomeHeaders.ORIGIN_PARTITION);
        OptionalLong offset = HeaderValues.number(headers, OutcomeHeaders.ORIGIN_OFFSET);
        OptionalLong attempts = HeaderValues.number(headers, OutcomeHeaders.ATTEMPTS);
        if (topic.isEmpty() || partition.isEmpty() || offset.isEmpty() || attempts.isEmpty()) {
            return request(record);
        }
        return new QueueRecord(
                record,
                new Origin(topic.get(), (int) partition.getAsLong(), offset.getAsLong()),
                Math.clamp(attempts.getAsLong(), 0, Integer.MAX_VALUE - 1),
                HeaderValues.number(headers, OutcomeHeaders.ORIGIN_TIMESTAMP).orElse(record.timestamp()));
    }

    /** Where it lies now. */
    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    long offset() {
        return record.offset();
    }

    public byte @Nullable [] value() {
        return record.value();
    }

    /** Those of the request, without what a retry has added. */
    public Headers headers() {
        return original(record.headers());
    }

    /** What came before the last of our marks. */
    public static Headers original(Headers headers) {
        int mark = -1;
        int index = 0;
        for (var header : headers) {
            if (header.key().equals(OutcomeHeaders.OUTCOME)) {
                mark = index;
            }
            index++;
        }
        if (mark < 0) {
            return headers;
        }
        RecordHeaders original = new RecordHeaders();
        index = 0;
        for (var header : headers) {
            if (index++ == mark) {
                break;
            }
            original.add(header);
        }
        return original;
    }

    /** What it takes of memory, roughly. */
    long size() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()) + 256L;
    }
}
