package io.pilotlight.tests.process;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * A function, or the router, as a process of its own, on a free port. It does not outlive the tests: closing asks it to
 * stop and kills it if it does not, and whatever still runs when the JVM of the tests ends is killed then.
 */
public final class FunctionProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration FAILURE_PATIENCE = Duration.ofSeconds(30);

    /** The exit code of a process that SIGTERM has ended. */
    private static final int TERMINATED = 143;

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final RestAssuredConfig AS_WRITTEN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .defaultContentCharset(StandardCharsets.UTF_8)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private final Process process;
    private final int port;
    private final Path log;

    FunctionProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        ChildProcesses.killAtExit(process);
    }

    /** Prepares a start of {@code embed} with the settings that an operator finds by default. */
    public static Launch launch() {
        return launch(BuiltFunction.EMBED);
    }

    /** The same of another function. */
    public static Launch launch(BuiltFunction function) {
        return new Launch(function);
    }

    /** How to start one. */
    public static final class Launch {

        private final BuiltFunction function;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> options = new ArrayList<>();

        private Launch(BuiltFunction function) {
            this.function = function;
            if (function != BuiltFunction.ROUTER) {
                withoutMeasuringPlans();
            }
            environment.put("PILOTLIGHT_CACHE_ENABLED", "false"); // or what is asked twice would not be computed
        }

        /** What else runs must not be disturbed, nor know what an earlier process has measured. */
        private void withoutMeasuringPlans() {
            environment.put("PILOTLIGHT_PLAN_MEASURE", "false");
            environment.put(
                    "PILOTLIGHT_PLAN_FILE",
                    ChildProcesses.FOLDER.resolve("no-plans.json").toString());
        }

        public Launch environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** A setting on the command line. */
        public Launch property(String name, String value) {
            options.add("-D" + name + "=" + value);
            return this;
        }

        /** Starts it and waits until it is ready. */
        public FunctionProcess start() {
            return startWithoutWaiting().awaitReady();
        }

        /** What it says when it is started with a fault: it ends by itself, not well, and never calls itself ready. */
        public String failToStart() throws InterruptedException {
            try (FunctionProcess process = startWithoutWaiting()) {
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(FAILURE_PATIENCE)
                        .until(process::isReadyOrDead);
                if (process.isAlive()) {
                    throw new AssertionError("ready with a fault in its settings or model");
                }
                int exit = process.awaitExit(FAILURE_PATIENCE);
                if (exit == 0 || exit == TERMINATED) {
                    throw new AssertionError("expected a failure, got exit code " + exit + ":\n" + process.output());
                }
                return process.output();
            }
        }

        /** Starts it and returns at once. */
        public FunctionProcess startWithoutWaiting() {
            int port = ChildProcesses.freePort();
            try {
                Files.createDirectories(ChildProcesses.FOLDER);
                Path log = Files.createTempFile(ChildProcesses.FOLDER, function.label() + "-", ".log");
                ProcessBuilder builder = new ProcessBuilder(function.command(Executable.underTest(), options))
                        .directory(ChildProcesses.FOLDER.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
                builder.environment().keySet().removeIf(name -> name.matches("(PILOTLIGHT|QUARKUS|OTEL)_.*"));
                builder.environment().put("PORT", String.valueOf(port));
                builder.environment().putAll(environment);
                return new FunctionProcess(builder.start(), port, log);
            } catch (IOException e) {
                throw new UncheckedIOException("the process cannot be started", e);
            }
        }
    }

    /** Waits until it is ready; one that ends before that, or takes too long, is closed. */
    FunctionProcess awaitReady() {
        try {
            await().pollInterval(Duration.ofMillis(20)).atMost(START_PATIENCE).until(this::isReadyOrDead);
            if (!isAlive()) {
                throw new IllegalStateException("the process ended while it started:\n" + output());
            }
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean isReadyOrDead() {
        return !isAlive() || isReady();
    }

    /** Whether it says that it is ready; not, as long as it does not even listen. */
    public boolean isReady() {
        try (Connection connection = connect()) {
            connection.send(Request.get("/v2/health/ready").bytes());
            return connection.answer().status() == 200;
        } catch (IOException notListening) {
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    /** A request to it, for RestAssured, which adds no charset to what the test says. */
    public RequestSpecification request() {
        return RestAssured.given()
                .config(AS_WRITTEN)
                .baseUri("http://localhost")
                .port(port)
                .urlEncodingEnabled(false);
    }

    /**
     * Opens a connection.
     *
     * @throws ConnectException if it does not listen
     */
    public Connection connect() throws IOException {
        return Connection.open(port);
    }

    /** Opens a connection on which the process can have but few bytes under way. */
    public Connection connectWithSmallWindow() throws IOException {
        return Connection.open(port, 4 * 1024);
    }

    /** Opens a connection of HTTP/2 with the given settings: the number of each, and its value. */
    public Http2Connection connectHttp2(int... settings) throws IOException {
        return Http2Connection.open(port, settings);
    }

    /** One request on a connection of its own. */
    public Answer send(Request request) {
        try (Connection connection = connect()) {
            connection.send(request.bytes());
            return request.method().equals("HEAD") ? connection.answerWithoutBody() : connection.answer();
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.target() + " got no answer", e);
        }
    }

    public Metrics metrics() {
        Answer page = send(Request.get("/metrics").header("Accept", "text/plain"));
        if (page.status() != 200) {
            throw new AssertionError("expected metrics, got " + page);
        }
        return new Metrics(page.text());
    }

    /** All that it has written to standard output and standard error. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The memory that it holds, as the kernel counts it; empty where the kernel does not tell. */
    public OptionalLong residentBytes() {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the user that it runs as, as the kernel has it. */
    public int owner() {
        try {
            return (int) Files.getAttribute(Path.of("/proc", String.valueOf(process.pid())), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files, other than folders, in the /tmp that it sees. */
    public List<Path> filesInTmp() {
        Path tmp = Path.of("/proc", String.valueOf(process.pid()), "root", "tmp");
        try (Stream<Path> files = Files.walk(tmp)) {
            return files.filter(file -> !Files.isDirectory(file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL, and waits for its end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM and returns at once. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Waits for its end.
     *
     * @return its exit code
     */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running after " + patience + ":\n" + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
