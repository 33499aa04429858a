package io.pilotlight.queue.replay;

import io.pilotlight.queue.HeaderValues;
import io.pilotlight.queue.OutcomeHeaders;
import io.pilotlight.queue.QueueClients;
import io.pilotlight.queue.QueueRecord;
import io.pilotlight.queue.QueueTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * The program: lists a function's dead letters, or sends chosen ones again as they were. What is sent again says so in a header, so that it
 * is not taken for a duplicate of what it once was; sent again twice, it is one of what was sent again.
 */
public final class Replay {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> client;
    private final QueueTopics topics;

    private Replay(Map<String, Object> client, QueueTopics topics) {
        this.client = client;
        this.topics = topics;
    }

    /** Arguments: brokers, the function, and nothing to list; or {@code all}, an error code, or places such as {@code 0-17}. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("expected brokers and function, got " + arguments.length + " arguments");
        }
        Replay replay = new Replay(Map.of("bootstrap.servers", arguments[0]), QueueTopics.of(arguments[1]));
        Set<String> chosen =
                Set.of(List.of(arguments).subList(2, arguments.length).toArray(String[]::new));
        try {
            if (chosen.isEmpty()) {
                replay.list();
            } else {
                replay.send(letter ->
                        chosen.contains("all") || chosen.contains(place(letter)) || chosen.contains(code(letter)));
            }
        } catch (KafkaException e) {
            System.err.println("replay: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> letter) {
        return letter.partition() + "-" + letter.offset();
    }

    private static String code(ConsumerRecord<byte[], byte[]> letter) {
        return text(letter, OutcomeHeaders.ERROR_CODE);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
        return HeaderValues.text(letter.headers(), header).orElse("");
    }

    private void list() {
        System.out.printf("%-10s %-24s %8s  %-28s %s%n", "LETTER", "CODE", "ATTEMPTS", "ORIGIN", "MESSAGE");
        int count = each(letter -> System.out.printf(
                "%-10s %-24s %8s  %-28s %s%n",
                place(letter),
                code(letter),
                text(letter, OutcomeHeaders.ATTEMPTS),
                text(letter, OutcomeHeaders.ORIGIN_TOPIC)
                        + "-" + text(letter, OutcomeHeaders.ORIGIN_PARTITION)
                        + "@" + text(letter, OutcomeHeaders.ORIGIN_OFFSET),
                text(letter, OutcomeHeaders.ERROR_MESSAGE)));
        System.out.println(count + " dead letters.");
    }

    private void send(Predicate<ConsumerRecord<byte[], byte[]>> chosen) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(QueueClients.writing(client))) {
            int partitions = producer.partitionsFor(topics.requests()).size();
            each(letter -> {
                if (!chosen.test(letter)) {
                    return;
                }
                if (letter.headers().lastHeader(OutcomeHeaders.OMITTED_BYTES) != null) {
                    System.err.printf(
                            "%s: its bytes did not fit into a dead letter; they lie at %s-%s@%s%n",
                            place(letter),
                            text(letter, OutcomeHeaders.ORIGIN_TOPIC),
                            text(letter, OutcomeHeaders.ORIGIN_PARTITION),
                            text(letter, OutcomeHeaders.ORIGIN_OFFSET));
                    return;
                }
                sent.add(producer.send(again(letter, partitions)));
            });
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("not all were sent: " + e.getCause(), e);
        }
        System.out.println(sent.size() + " dead letters sent again.");
    }

    /** Where it lay before, so that those of a key stay together. */
    private ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> letter, int partitions) {
        Headers headers = new RecordHeaders(QueueRecord.original(letter.headers()));
        headers.remove(OutcomeHeaders.REPLAY);
        headers.add(OutcomeHeaders.REPLAY, HeaderValues.bytes(place(letter)));
        long partition = HeaderValues.number(letter.headers(), OutcomeHeaders.ORIGIN_PARTITION)
                .orElse(-1);
        Integer where = partition >= 0 && partition < partitions ? Integer.valueOf((int) partition) : null;
        return new ProducerRecord<>(topics.requests(), where, letter.key(), letter.value(), headers);
    }

    private interface Reading {
        void read(ConsumerRecord<byte[], byte[]> letter);
    }

    /** All that are there now. */
    private int each(Reading reading) {
        int count = 0;
        try (KafkaConsumer<byte[], byte[]> letters = QueueClients.reader(client)) {
            List<TopicPartition> partitions = letters.partitionsFor(topics.deadLetters()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            letters.assign(partitions);
            letters.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = letters.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> letters.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> letter : letters.poll(POLL)) {
                    reading.read(letter);
                    count++;
                }
            }
        }
        return count;
    }
}
