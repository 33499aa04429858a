package io.pilotlight.tests.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What became of a command.
 *
 * @param output what it printed, and nothing of what it complained of
 * @param complaints the latter
 */
record Outcome(int status, String output, String complaints) {

    static Outcome of(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("pilotlight-", ".out");
            Path complaints = Files.createTempFile("pilotlight-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(complaints.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                int status = process.waitFor();
                return new Outcome(status, read(output), read(complaints));
            } finally {
                Files.delete(output);
                Files.delete(complaints);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** What it printed. */
    String succeeded() {
        if (status != 0) {
            throw new AssertionError("status " + status + ": " + output + complaints);
        }
        return output;
    }
}
