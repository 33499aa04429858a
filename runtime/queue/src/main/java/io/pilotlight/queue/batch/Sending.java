package io.pilotlight.queue.batch;

import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.queue.QueueClients;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Puts a file's lines into the queue, from where the job stands. A line that is sent again has the key and identity that it had
 * before, so that the function takes it for what it is.
 */
final class Sending implements Runnable {

    private static final long NOTED_EACH = 500;

    private final Map<String, Object> client;
    private final String topic;
    private final Path input;
    private final Path state;
    private final BooleanSupplier stopping;
    private final AtomicReference<Job> job;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Sending(Map<String, Object> client, String topic, Path input, Path state, Job job, BooleanSupplier stopping) {
        this.client = client;
        this.topic = topic;
        this.input = input;
        this.state = state;
        this.stopping = stopping;
        this.job = new AtomicReference<>(job);
    }

    @Override
    public void run() {
        Job begun = job.get();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(QueueClients.writing(client));
                BufferedReader lines = Files.newBufferedReader(input)) {
            long number = 0;
            for (String line = lines.readLine(); line != null && !stopping.getAsBoolean(); line = lines.readLine()) {
                number++;
                if (number > begun.sent() && !line.isBlank()) {
                    Future<RecordMetadata> _ = producer.send(record(begun, number, line), this::confirm);
                }
                if (number > begun.sent() && number % NOTED_EACH == 0) {
                    note(producer, number);
                }
            }
            note(producer, number);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + input + " cannot be read", e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(Job begun, long number, String line) {
        byte[] identity = HeaderValues.bytes(begun.id() + ":" + number);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, identity, HeaderValues.bytes(line));
        record.headers().add(OutcomeHeaders.IDEMPOTENCY_KEY, identity);
        return record;
    }

    private void confirm(RecordMetadata place, @Nullable Exception fault) {
        if (fault != null) {
            failure.compareAndSet(null, fault);
        }
    }

    /** Only what the broker has confirmed is noted as sent. */
    private void note(KafkaProducer<byte[], byte[]> producer, long number) throws IOException {
        producer.flush();
        Exception fault = failure.get();
        if (fault != null) {
            throw new KafkaException("lines cannot be put into topic " + topic + ": " + fault.getMessage(), fault);
        }
        Job noted = job.updateAndGet(known -> known.withSent(Math.max(known.sent(), number)));
        noted.write(state);
    }
}
