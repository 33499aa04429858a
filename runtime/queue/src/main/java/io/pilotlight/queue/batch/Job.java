package io.pilotlight.queue.batch;

import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What must be known of a file that is being sent, to go on with it: kept in a file beside its output.
 *
 * @param id which its records carry
 * @param input the file's size and time, by which another one is told from it
 * @param begins where outcomes may be found, from when nothing had been sent
 * @param sent lines that are in the queue for certain; more may be
 */
record Job(String id, String input, Map<TopicPartition, Long> begins, long sent) {

    private static final String OFFSET = "begin.";

    Job {
        begins = Map.copyOf(begins);
    }

    Job withSent(long lines) {
        return new Job(id, input, begins, lines);
    }

    /** Of a file, as it is now. */
    static String describe(Path file) throws IOException {
        return Files.size(file) + " bytes of " + Files.getLastModifiedTime(file);
    }

    /** Reads it; empty if there is none. */
    static Optional<Job> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<TopicPartition, Long> begins = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(OFFSET)) {
                int dash = name.lastIndexOf('-');
                begins.put(
                        new TopicPartition(
                                name.substring(OFFSET.length(), dash), Integer.parseInt(name.substring(dash + 1))),
                        Long.parseLong(properties.getProperty(name)));
            }
        }
        return Optional.of(new Job(
                properties.getProperty("id", ""),
                properties.getProperty("input", ""),
                begins,
                Long.parseLong(properties.getProperty("sent", "0"))));
    }

    /** Writes it in one piece, or not at all. */
    void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("id", id);
        properties.setProperty("input", input);
        properties.setProperty("sent", String.valueOf(sent));
        begins.forEach((partition, offset) -> properties.setProperty(OFFSET + partition, String.valueOf(offset)));
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(written)) {
            properties.store(writer, null);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
