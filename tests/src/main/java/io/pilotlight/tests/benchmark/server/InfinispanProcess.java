package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.process.ChildProcess;
import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Infinispan server that {@code ./pilotlight up} starts, with the same settings, on a free port. */
public final class InfinispanProcess implements AutoCloseable {
    private static final Path TARGET = Path.of("deploy", "local", "target");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final int port;
    private final ChildProcess process;

    private InfinispanProcess(int port) {
        this.port = port;
        this.process = ChildProcess.startServer(
                "infinispan",
                List.of(
                        JavaLauncher.path().toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        TARGET.resolve("classes") + ":" + TARGET.resolve("lib") + "/*",
                        "io.pilotlight.deploy.local.InfinispanServer",
                        Integer.toString(port)),
                Map.of());
    }

    /** Returns when it answers. */
    public static InfinispanProcess start() throws InterruptedException {
        InfinispanProcess infinispan = new InfinispanProcess(FreePort.find());
        long begun = System.nanoTime();
        while (!infinispan.answers()) {
            if (!infinispan.process.isAlive() || System.nanoTime() - begun > START_TIMEOUT.toNanos()) {
                infinispan.close();
                throw new BenchmarkFailure("Infinispan did not start, see %s".formatted(infinispan.process.log()));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return infinispan;
    }

    private boolean answers() {
        try {
            return Files.readString(process.log()).contains("Infinispan answers at");
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read " + process.log(), e);
        }
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
