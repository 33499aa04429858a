package io.pilotlight.tests.benchmark.server;

import io.pilotlight.tests.benchmark.process.ChildProcess;
import io.pilotlight.tests.benchmark.process.JavaLauncher;
import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The router, on a free port, with a catalog of one function and one pool, and a key that callers need. */
public final class RouterProcess implements AutoCloseable {
    /** The key that callers give. */
    public static final String KEY = "a-key-that-the-benchmark-has-made-up";

    private static final String KEY_SHA256 = "b88d24e521e64a93331f867d24b5c1e289c9ecb0542360a7480be8059ae0e38a";
    private static final Path APP = Path.of("runtime", "router", "target", "quarkus-app", "quarkus-run.jar");
    private static final Path MANIFEST =
            Path.of("functions", "embed", "target", "classes", "META-INF", "pilotlight", "function.json");
    private static final Path FOLDER = Path.of("tests", "target", "benchmark", "router");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final int port;
    private final ChildProcess process;

    private RouterProcess(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /**
     * One whose pool runs {@code embed} as that says.
     *
     * @param source of the pool's endpoints, fields of a JSON object
     */
    public static RouterProcess start(String source, Map<String, String> settings) throws InterruptedException {
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(JavaLauncher.path().toString()));
        command.addAll(FunctionBuild.JVM_SETTINGS);
        command.addAll(List.of("-jar", APP.toString()));
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("PILOTLIGHT_ROUTER_CATALOG", FOLDER.resolve("catalog").toString());
        environment.put("PILOTLIGHT_ACCESS_KEYS", FOLDER.resolve("keys.json").toString());
        writeCatalog(source);
        RouterProcess router =
                new RouterProcess(port, ChildProcess.startServer("router", command, Map.copyOf(environment)));
        router.awaitReady();
        return router;
    }

    private static void writeCatalog(String source) {
        try {
            Path catalog = Files.createDirectories(FOLDER.resolve("catalog"));
            Files.writeString(catalog.resolve("embed.function.json"), Files.readString(MANIFEST));
            Files.writeString(catalog.resolve("measured.pool.json"), """
                    {"name": "measured", "functions": {"embed": {"variant": "edge-int8", "concurrency": 256, %s}}}
                    """.formatted(source));
            Files.writeString(FOLDER.resolve("keys.json"), """
                    {"keys": [{"name": "benchmark", "tenant": "benchmark", "admin": true, "sha256": "%s"}]}
                    """.formatted(KEY_SHA256));
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog cannot be written", e);
        }
    }

    private void awaitReady() throws InterruptedException {
        long begun = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - begun > READY_TIMEOUT.toNanos()) {
                close();
                throw new BenchmarkFailure("the router did not start, see %s".formatted(process.log()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean isListening() {
        try {
            return connect("/metrics").getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notListening) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** Whether nothing of the function runs. */
    public boolean isAsleep() {
        try (InputStream pools = connect("/pools").getInputStream()) {
            String json = new String(pools.readAllBytes(), StandardCharsets.UTF_8);
            return json.contains("\"endpoints\":[]") && !json.contains("\"starting\"");
        } catch (IOException e) {
            throw new BenchmarkFailure("GET /pools failed: " + e.getMessage(), e);
        }
    }

    /** The answer to {@code POST /embed}. */
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

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + KEY);
        return connection;
    }

    public long residentBytes() {
        return process.status().residentBytes();
    }

    public Duration cpuTime() {
        return process.cpuTime();
    }

    @Override
    public void close() {
        process.close();
    }
}
