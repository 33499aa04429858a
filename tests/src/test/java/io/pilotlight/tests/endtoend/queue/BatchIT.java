package io.pilotlight.tests.endtoend.queue;

import io.pilotlight.queue.batch.BatchFile;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Json;
import io.pilotlight.tests.process.KafkaProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The program that sends a file's lines through a queue. */
class BatchIT {

    private static final int LINES = 40;

    /** The topics are not there yet: the broker makes them while the program looks for them. */
    @Test
    void everyLineOfAFileGetsItsOutcome_onABrokerThatHasSeenNone(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path input = Files.write(
                folder.resolve("texts.jsonl"),
                IntStream.rangeClosed(1, LINES)
                        .mapToObj(i -> line(i, i == LINES ? "5" : "\"card " + i + "\""))
                        .toList());
        Path output = folder.resolve("answers.jsonl");
        try (KafkaProcess kafka = KafkaProcess.start()) {
            Process batch = batch(kafka.address(), input, output);
            try (FunctionProcess _ = FunctionProcess.launch()
                    .environment("PILOTLIGHT_QUEUE_SERVERS", kafka.address())
                    .start()) {
                assertThat(batch.waitFor(2, TimeUnit.MINUTES)).isTrue();
            } finally {
                batch.destroyForcibly();
            }
            assertThat(batch.exitValue()).as("one line has an error").isEqualTo(1);
        }
        assertThat(identities(output))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, LINES).mapToObj(String::valueOf).toList());
        assertThat(identities(folder.resolve("answers.errors.jsonl"))).containsExactly(String.valueOf(LINES));
        assertThat(folder.resolve("answers.jsonl.progress")).doesNotExist();
    }

    private static String line(int identity, String text) {
        return "{\"custom_id\": \"" + identity
                + "\", \"method\": \"POST\", \"url\": \"/v1/embeddings\", \"body\": {\"model\": \"embed\", \"input\": "
                + text
                + "}}";
    }

    private static Process batch(String servers, Path input, Path output) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BatchFile.class.getName(),
                        servers,
                        "embed",
                        input.toString(),
                        output.toString())
                .inheritIO()
                .start();
    }

    private static List<String> identities(Path file) throws IOException {
        List<String> identities = new ArrayList<>();
        for (String answer : Files.readAllLines(file)) {
            identities.add(Json.parse(answer.getBytes(StandardCharsets.UTF_8))
                    .required("custom_id")
                    .textValue());
        }
        return identities;
    }
}
