package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.process.ChildProcess;
import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Kafka broker that {@code ./pilotlight up} starts, on a free port, which it keeps as it keeps its data. */
public final class KafkaProcess implements AutoCloseable {
    private static final Path TARGET = Path.of("deploy", "local", "target");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 50;

    private final int port = FreePort.find();
    private final Path data;
    private ChildProcess process;
    private boolean kept;

    private KafkaProcess(Path data) {
        this.data = data;
        this.process = launch();
    }

    private ChildProcess launch() {
        List<String> command = new ArrayList<>(List.of(
                JavaLauncher.path().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                TARGET.resolve("classes") + ":" + TARGET.resolve("lib") + "/*",
                "io.pilotlight.deploy.local.KafkaBroker",
                Integer.toString(port),
                data.toString()));
        return ChildProcess.startServer("kafka", command, Map.of());
    }

    /** Starts one without any data; returns when it answers. */
    public static KafkaProcess start() throws InterruptedException {
        try {
            KafkaProcess kafka = new KafkaProcess(Files.createTempDirectory("pilotlight-kafka-"));
            kafka.awaitStart();
            return kafka;
        } catch (IOException e) {
            throw new BenchmarkFailure("no folder for Kafka's data", e);
        }
    }

    private void awaitStart() throws InterruptedException {
        long begun = System.nanoTime();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - begun > START_TIMEOUT.toNanos()) {
                close();
                throw new BenchmarkFailure("Kafka did not start, see %s".formatted(process.log()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean answers() {
        try {
            return Files.readString(process.log()).contains("Kafka answers at");
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read " + process.log(), e);
        }
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Kills it and starts it again over what it has written. */
    public void crash() throws InterruptedException {
        process.kill();
        process = launch();
        awaitStart();
    }

    /** Leaves its data where it is, in which somebody wants to look for what has happened. */
    public Path keepData() {
        kept = true;
        return data;
    }

    @Override
    public void close() {
        process.close();
        if (!kept) {
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                boolean _ = file.delete();
            });
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot delete " + data, e);
        }
    }
}
