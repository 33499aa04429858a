package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.awaitility.Awaitility.await;

/** The Kafka broker of {@code deploy/local}, on a port and with data that it keeps when it is started again. */
public final class KafkaProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Path HOME =
            Path.of("..", "deploy", "local", "target").toAbsolutePath().normalize();

    private final int port;
    private final Path data;
    private Process process;
    private Path log;

    private KafkaProcess(int port, Path data) {
        this.port = port;
        this.data = data;
        launch();
    }

    /** Starts one and waits until it listens. */
    public static KafkaProcess start() {
        return startAt(ChildProcesses.freePort());
    }

    /** The same, where it is expected. */
    public static KafkaProcess startAt(int port) {
        try {
            Files.createDirectories(ChildProcesses.FOLDER);
            return new KafkaProcess(port, Files.createTempDirectory(ChildProcesses.FOLDER, "kafka-")).awaitStart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port where nobody listens. */
    public static int nowhere() {
        return ChildProcesses.freePort();
    }

    private void launch() {
        try {
            log = Files.createTempFile(ChildProcesses.FOLDER, "kafka-", ".log");
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1", // it is to start soon
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            HOME.resolve("classes") + ":" + HOME.resolve("lib") + "/*",
                            "io.pilotlight.deploy.local.KafkaBroker",
                            String.valueOf(port),
                            data.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ChildProcesses.killAtExit(process);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka cannot be started", e);
        }
    }

    private KafkaProcess awaitStart() {
        await().pollInterval(Duration.ofMillis(50)).atMost(START_PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Kafka ended while it started:\n" + Files.readString(log));
            }
            return Files.readString(log).contains("Kafka answers at");
        });
        return this;
    }

    /** Where it listens. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Sends SIGKILL, waits for its end, and starts another one that goes on with its data. */
    public void crash() {
        process.destroyForcibly().onExit().join();
        launch();
        awaitStart();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
