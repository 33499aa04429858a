package io.pilotlight.queue;

import io.pilotlight.api.ErrorCategory;
import io.pilotlight.api.ErrorCode;
import io.pilotlight.api.InferenceException;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Outcomes as records: which topic they go to, and what they say of where they come from. */
final class OutcomeRecords {

    private final QueueSettings settings;

    OutcomeRecords(QueueSettings settings) {
        this.settings = settings;
    }

    /** An outcome as it is published. */
    record Published(ProducerRecord<byte[], byte[]> record, QueueObserver.Kind kind, String code, int attempts) {}

    Published publish(QueueRecord record, Outcome outcome, long nowMillis) {
        return switch (outcome) {
            case Outcome.Answered(byte[] value, Headers headers) -> result(record, value, headers);
            case Outcome.Failed(InferenceException error, Headers headers) ->
                isWorthAnotherAttempt(record, error)
                        ? retry(record, nowMillis)
                        : deadLetter(record, error, headers, record.attempts() + 1, record.value());
        };
    }

    /** A caller's mistake stays one; what else is wrong may pass. */
    private boolean isWorthAnotherAttempt(QueueRecord record, InferenceException error) {
        return error.code().category() != ErrorCategory.CALLER && record.attempts() + 1 < settings.attempts();
    }

    private Published result(QueueRecord record, byte[] value, Headers headers) {
        int attempts = record.attempts() + 1;
        Headers all = new RecordHeaders();
        add(all, OutcomeHeaders.OUTCOME, "result");
        addOrigin(all, record, attempts);
        headers.forEach(all::add);
        return new Published(
                to(settings.topics().results(), record, value, all), QueueObserver.Kind.RESULT, "OK", attempts);
    }

    private Published retry(QueueRecord record, long nowMillis) {
        int attempts = record.attempts() + 1;
        Headers all = new RecordHeaders(record.headers());
        add(all, OutcomeHeaders.OUTCOME, "retry");
        addOrigin(all, record, attempts);
        add(
                all,
                OutcomeHeaders.NOT_BEFORE,
                String.valueOf(nowMillis + backoff(attempts).toMillis()));
        return new Published(
                to(settings.topics().retries(), record, record.value(), all), QueueObserver.Kind.RETRY, "OK", attempts);
    }

    /** Doubled each time, and each time a little different, so that those that failed together do not come back together. */
    private Duration backoff(int attempts) {
        long millis = settings.backoff().toMillis() << Math.min(attempts - 1, 20);
        long bounded = Math.clamp(millis, 1, settings.maxBackoff().toMillis());
        return Duration.ofMillis(bounded + ThreadLocalRandom.current().nextLong(bounded / 4 + 1));
    }

    private Published deadLetter(
            QueueRecord record, InferenceException error, Headers headers, int attempts, byte @Nullable [] value) {
        Headers all = new RecordHeaders(record.headers());
        add(all, OutcomeHeaders.OUTCOME, "dead-letter");
        addOrigin(all, record, attempts);
        headers.forEach(all::add);
        add(all, OutcomeHeaders.ERROR_CODE, error.code().name());
        add(all, OutcomeHeaders.ERROR_MESSAGE, error.getMessage());
        error.parameter().ifPresent(parameter -> add(all, OutcomeHeaders.ERROR_PARAMETER, parameter));
        return new Published(
                to(settings.topics().deadLetters(), record, value, all),
                QueueObserver.Kind.DEAD_LETTER,
                error.code().name(),
                attempts);
    }

    /** The dead letter of a record that has ended so many processes. */
    Published quarantined(QueueRecord record, int crashes) {
        InferenceException error = new InferenceException(
                ErrorCode.INTERNAL,
                "the process ended " + crashes
                        + " times while it worked on this record, the last time on nothing else");
        return deadLetter(record, error, new RecordHeaders(), record.attempts() + crashes, record.value());
    }

    /** What is published instead of an outcome that the broker finds too large: nothing is lost, as the original lies at its origin. */
    Published tooLarge(QueueRecord record, Published refused) {
        long bytes = refused.record().value() == null ? 0 : refused.record().value().length;
        InferenceException error = new InferenceException(
                ErrorCode.REQUEST_TOO_LARGE,
                refused.kind() == QueueObserver.Kind.RESULT
                        ? "the answer: expected what a record of topic "
                                + refused.record().topic() + " may hold, got " + bytes + " bytes"
                        : "record: expected what fits into one of topic "
                                + refused.record().topic() + " beside what is said of it, got " + bytes + " bytes");
        boolean keepsValue = refused.kind() == QueueObserver.Kind.RESULT;
        RecordHeaders omitted = new RecordHeaders();
        if (!keepsValue) {
            add(omitted, OutcomeHeaders.OMITTED_BYTES, String.valueOf(bytes));
        }
        return deadLetter(record, error, omitted, refused.attempts(), keepsValue ? record.value() : null);
    }

    private static ProducerRecord<byte[], byte[]> to(
            String topic, QueueRecord record, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(topic, null, null, record.record().key(), value, headers);
    }

    private static void addOrigin(Headers headers, QueueRecord record, int attempts) {
        Origin origin = record.origin();
        add(headers, OutcomeHeaders.ORIGIN_TOPIC, origin.topic());
        add(headers, OutcomeHeaders.ORIGIN_PARTITION, String.valueOf(origin.partition()));
        add(headers, OutcomeHeaders.ORIGIN_OFFSET, String.valueOf(origin.offset()));
        add(headers, OutcomeHeaders.ORIGIN_TIMESTAMP, String.valueOf(record.timestampMillis()));
        add(headers, OutcomeHeaders.ATTEMPTS, String.valueOf(attempts));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, HeaderValues.bytes(value));
    }
}
