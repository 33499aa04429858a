package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.process.ChildProcess;
import io.pilotlight.tests.benchmark.process.ProcessStatus;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function, running on a free port. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern PLAN_REASON = Pattern.compile("\"reason\":\"([^\"]*)\"");
    private static final Pattern PLAN_IS_DOUBTED = Pattern.compile("\"origin\":\"standard\"|\"surveysLeft\":[1-9]");
    private static final Duration PLAN_TIMEOUT = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 20;
    private static final int HTTP_TIMEOUT_MILLIS = 10_000;

    private final FunctionBuild build;
    private final int port;
    private final long startedNanos;
    private final ChildProcess process;

    private ServerProcess(FunctionBuild build, String name, Map<String, String> settings, int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PILOTLIGHT_CACHE_ENABLED", "false"); // what is measured is computing
        environment.putAll(settings);
        environment.put("PORT", Integer.toString(port));
        this.build = build;
        this.port = port;
        this.startedNanos = System.nanoTime();
        this.process = ChildProcess.startServer(name, build.command(), environment);
    }

    /** Starts it and returns at once. */
    public static ServerProcess start(FunctionBuild build) {
        return start(build, Map.of());
    }

    /**
     * The same, for a function that needs to be told something.
     *
     * @param settings environment variables
     */
    public static ServerProcess start(FunctionBuild build, Map<String, String> settings) {
        return new ServerProcess(build, name(build), settings, FreePort.find());
    }

    /**
     * Has one measure how to use this machine, where that is not known, and starts another that keeps to it: the first would measure again
     * when other texts come, beside what it is compared with.
     */
    public static ServerProcess startPlanned(FunctionBuild build, String role, Map<String, String> settings)
            throws InterruptedException {
        try (ServerProcess measuring = start(build, role, settings)) {
            measuring.awaitReady();
            measuring.awaitPlan();
        }
        ServerProcess planned = start(build, role, settings);
        planned.awaitReady();
        return planned;
    }

    /**
     * Starts one of several.
     *
     * @param role in which it is measured
     */
    public static ServerProcess start(FunctionBuild build, String role, Map<String, String> settings) {
        return new ServerProcess(build, name(build) + "-" + role, settings, FreePort.find());
    }

    private static String name(FunctionBuild build) {
        return build.function().folder() + "-" + build.label().toLowerCase(Locale.ROOT);
    }

    public void awaitReady() throws InterruptedException {
        while (!isReady()) {
            requireStarting();
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits until it has measured how to use this machine, and does not doubt that, which takes a minute or so while nobody calls. */
    public void awaitPlan() throws InterruptedException {
        long begun = System.nanoTime();
        while (PLAN_IS_DOUBTED.matcher(get("/plans")).find()) {
            if (System.nanoTime() - begun > PLAN_TIMEOUT.toNanos()) {
                throw new BenchmarkFailure("the %s server has measured no plan within %d s, see %s"
                        .formatted(build.label(), PLAN_TIMEOUT.toSeconds(), process.log()));
            }
            Thread.sleep(10 * POLL_MILLIS);
        }
    }

    /** Why it uses this machine as it does, once it has {@linkplain #awaitPlan measured} that. */
    public String planReason() {
        Matcher reason = PLAN_REASON.matcher(get("/plans"));
        return reason.find() ? reason.group(1) : "as configured";
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = connect("/v2/health/ready");
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notListening) {
            return false;
        }
    }

    /** Fails if it has ended, or has had more time to start than it could need. */
    public void requireStarting() {
        if (!process.isAlive()) {
            throw new BenchmarkFailure(
                    "the %s server ended while it started, see %s".formatted(build.label(), process.log()));
        }
        if (System.nanoTime() - startedNanos > READY_TIMEOUT.toNanos()) {
            throw new BenchmarkFailure("the %s server was not ready after %d s, see %s"
                    .formatted(build.label(), READY_TIMEOUT.toSeconds(), process.log()));
        }
    }

    /** The page for Prometheus. */
    public String metrics() {
        return get("/metrics");
    }

    /** The answer to {@code POST /embed}, as it comes. */
    public String embed(String text) {
        try {
            HttpURLConnection connection = connect("/embed");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.getOutputStream().write(("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new BenchmarkFailure("POST /embed failed: " + e.getMessage(), e);
        }
    }

    /** The sum of a counter's samples. */
    public double counter(String name) {
        return counter(name, Pattern.compile(""));
    }

    /** The sum of those of a counter's samples in whose labels the pattern is found. */
    public double counter(String name, Pattern labels) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name) && labels.matcher(line).find())
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String get(String path) {
        try (InputStream body = connect(path).getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchmarkFailure("GET " + path + " failed: " + e.getMessage(), e);
        }
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
        connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
        return connection;
    }

    public FunctionBuild build() {
        return build;
    }

    public int port() {
        return port;
    }

    public Path log() {
        return process.log();
    }

    /** When its start began, before the process existed. */
    public long startedNanos() {
        return startedNanos;
    }

    public ProcessStatus status() {
        return process.status();
    }

    public Duration cpuTime() {
        return process.cpuTime();
    }

    /** The process itself, for whoever means it harm. */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
