package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.tests.benchmark.queue.OutcomeReader.Seen;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.KafkaProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A record that whoever works on it does not survive: the test looks at what is written ahead, and kills the process as soon as that
 * record is among what it works on.
 */
class QuarantineIT {

    private static final Pattern WORK = Pattern.compile("work=(\\d+)-(\\d+).*");
    private static final int MOST_PROCESSES = 6;

    @Test
    void recordThatEndsProcesses_isFoundAndItsNeighboursAreAnswered() throws Exception {
        try (KafkaProcess kafka = KafkaProcess.start();
                QueueClient queue = new QueueClient(kafka.address());
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
            long first = queue.send("{\"text\": \"neighbour\"}", Map.of());
            IntStream.range(1, 10).forEach(i -> queue.send("{\"text\": \"neighbour " + i + "\"}", Map.of()));
            long deadly = queue.send(slow(), Map.of());
            IntStream.range(11, 20).forEach(i -> queue.send("{\"text\": \"neighbour " + i + "\"}", Map.of()));

            int ended = 0;
            for (int i = 0; i < MOST_PROCESSES && isAhead(admin, deadly); i++) {
                String before = committed(admin).metadata(); // what the one before was working on
                try (FunctionProcess function = FunctionProcess.launch()
                        .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
                        .environment("PILOTLIGHT_QUEUE_SESSION_TIMEOUT", "2s")
                        .environment("PILOTLIGHT_QUEUE_TRANSACTION_TIMEOUT", "3s")
                        .start()) {
                    while (isAhead(admin, deadly)) {
                        if (isWorkedOn(admin, deadly, before)) {
                            function.kill();
                            ended++;
                            break;
                        }
                    }
                    if (!isAhead(admin, deadly)) {
                        List<Seen> outcomes = queue.outcomes(20, first);
                        assertThat(outcomes).hasSize(20);
                        Seen letter = QueueClient.of(deadly, outcomes);
                        assertThat(letter.isResult()).isFalse();
                        assertThat(letter.header("pilotlight-error-message")).contains("ended 3 times");
                        assertThat(outcomes.stream().filter(Seen::isResult)).hasSize(19);
                    }
                }
            }
            assertThat(ended).as("processes that it took").isEqualTo(3);
        }
    }

    /** Long enough at work to be seen there. */
    private static String slow() {
        String texts = IntStream.range(0, 300)
                .mapToObj(i -> "\"" + "word ".repeat(60) + i + "\"")
                .collect(Collectors.joining(","));
        return "{\"custom_id\": \"deadly\", \"method\": \"POST\", \"url\": \"/v1/embeddings\","
                + " \"body\": {\"model\": \"embed\", \"input\": [" + texts + "]}}";
    }

    private static OffsetAndMetadata committed(Admin admin) throws InterruptedException, ExecutionException {
        OffsetAndMetadata committed = admin.listConsumerGroupOffsets(QueueClient.GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(QueueClient.TOPICS.requests(), 0));
        return committed == null ? new OffsetAndMetadata(0) : committed;
    }

    private static boolean isAhead(Admin admin, long offset) throws InterruptedException, ExecutionException {
        return committed(admin).offset() <= offset;
    }

    private static boolean isWorkedOn(Admin admin, long offset, String before)
            throws InterruptedException, ExecutionException {
        String marker = committed(admin).metadata();
        Matcher work = WORK.matcher(marker);
        return !marker.equals(before)
                && work.matches()
                && Long.parseLong(work.group(1)) <= offset
                && offset < Long.parseLong(work.group(2));
    }
}
