package io.pilotlight.queue.batch;

import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.queue.QueueClients;
import io.pilotlight.queue.QueueTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The program: sends a file's lines through a function's queue and writes what comes of them, each once, in the order in which it comes.
 * Ended at any moment and begun again, it reads all outcomes anew from where the job began, and sends what was not sent.
 */
public final class BatchFile {

    /** The launcher knows. */
    private static final String TERMINAL = "pilotlight.terminal";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final Map<String, Object> client;
    private final QueueTopics topics;
    private final Path input;
    private final Path output;
    private final Path state;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BitSet seen = new BitSet();
    private long errors;

    private BatchFile(Map<String, Object> client, QueueTopics topics, Path input, Path output) {
        this.client = client;
        this.topics = topics;
        this.input = input;
        this.output = output;
        this.state = output.resolveSibling(output.getFileName() + ".progress");
    }

    /** Arguments: brokers, the function, the file, the output. The exit code is 1 if any line has an error. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "expected brokers, function, file and output, got " + arguments.length + " arguments");
        }
        BatchFile batch = new BatchFile(
                Map.of("bootstrap.servers", arguments[0]),
                QueueTopics.of(arguments[1]),
                Path.of(arguments[2]),
                Path.of(arguments[3]));
        try {
            System.exit(batch.run() ? 0 : 1);
        } catch (IllegalArgumentException | KafkaException e) {
            System.err.println("batch: " + e.getMessage());
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException {
        long total = lines();
        try (KafkaConsumer<byte[], byte[]> outcomes = QueueClients.reader(client)) {
            List<TopicPartition> partitions = partitions(outcomes);
            Job job = job(outcomes, partitions);
            outcomes.assign(partitions);
            partitions.forEach(
                    partition -> outcomes.seek(partition, job.begins().getOrDefault(partition, 0L)));
            Thread sending = Thread.ofPlatform()
                    .name("sending")
                    .unstarted(new Sending(client, topics.requests(), input, state, job, stopping::get));
            Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted));
            AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
            sending.setUncaughtExceptionHandler((thread, fault) -> {
                broken.set(fault);
                stopping.set(true);
            });
            sending.start();
            try (OutputFiles files = new OutputFiles(output)) {
                collect(outcomes, job, total, files);
            }
            sending.join();
            Throwable fault = broken.get();
            if (fault != null) {
                throw new KafkaException(String.valueOf(fault.getMessage()), fault);
            }
        }
        ended.countDown();
        if (seen.cardinality() < total) {
            System.err.println("Interrupted: the same command again goes on where this stopped.");
            return false;
        }
        stopping.set(true);
        Files.deleteIfExists(state);
        return errors == 0;
    }

    /** What is in the files is complete lines, and what is in the queue is noted, before the process ends. */
    private void interrupted() {
        if (stopping.getAndSet(true)) {
            return;
        }
        try {
            boolean _ = ended.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long lines() throws IOException {
        if (!Files.isRegularFile(input)) {
            throw new IllegalArgumentException("file " + input + ": expected a file of lines, there is none");
        }
        try (Stream<String> lines = Files.lines(input)) {
            return lines.filter(line -> !line.isBlank()).count();
        }
    }

    private Job job(KafkaConsumer<byte[], byte[]> outcomes, List<TopicPartition> partitions) throws IOException {
        Optional<Job> begun = Job.read(state);
        String described = Job.describe(input);
        if (begun.isPresent()) {
            if (!begun.get().input().equals(described)) {
                throw new IllegalArgumentException(
                        "file " + state + " is of another file or of one that has changed since ("
                                + begun.get().input() + ", now " + described
                                + "): delete it to begin anew, or choose another output");
            }
            System.err.println("Going on with what was begun before.");
            return begun.get();
        }
        Job job = new Job(UUID.randomUUID().toString(), described, outcomes.endOffsets(partitions), 0);
        job.write(state);
        return job;
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> outcomes) {
        return Stream.of(topics.results(), topics.deadLetters())
                .flatMap(topic -> QueueClients.partitions(outcomes, topic).stream())
                .toList();
    }

    private void collect(KafkaConsumer<byte[], byte[]> outcomes, Job job, long total, OutputFiles files)
            throws IOException {
        ProgressLine progress = new ProgressLine(System.err, Boolean.getBoolean(TERMINAL), total);
        long heard = System.nanoTime();
        while (seen.cardinality() < total && !stopping.get()) {
            int before = seen.cardinality();
            for (ConsumerRecord<byte[], byte[]> record : outcomes.poll(POLL)) {
                write(record, job, files);
            }
            files.flush();
            progress.show(seen.cardinality(), errors);
            if (seen.cardinality() > before) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                heard = System.nanoTime();
                System.err.println("No outcome for " + SILENCE.toSeconds() + " s: does a function work on topic "
                        + topics.requests() + "?");
            }
        }
        progress.end(seen.cardinality(), errors);
    }

    private void write(ConsumerRecord<byte[], byte[]> record, Job job, OutputFiles files) throws IOException {
        String identity = HeaderValues.text(record.headers(), OutcomeHeaders.IDEMPOTENCY_KEY)
                .orElse("");
        if (!identity.startsWith(job.id() + ":")) {
            return;
        }
        int line = Integer.parseInt(identity.substring(job.id().length() + 1));
        if (seen.get(line)) {
            return;
        }
        seen.set(line);
        if (record.topic().equals(topics.results())) {
            files.answer(record.value());
        } else {
            errors++;
            files.error(record, line);
        }
    }
}
