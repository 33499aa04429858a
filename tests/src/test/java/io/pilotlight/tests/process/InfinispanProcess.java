package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * An Infinispan server on a port that it keeps when it is started again: the one of {@code deploy/local}, a node of a cluster, or a
 * server with users and keys.
 */
public final class InfinispanProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Path LOCAL =
            Path.of("..", "deploy", "local").toAbsolutePath().normalize();
    private static final Path HOME = LOCAL.resolve("target");
    private static final Path RESOURCES =
            Path.of("src", "test", "resources", "infinispan").toAbsolutePath();

    private static final Path DEPLOYED = Path.of(
                    "..", "deploy", "knative", "components", "result-cache", "infinispan.xml")
            .toAbsolutePath()
            .normalize();

    private static final String LOCAL_STARTED = "Infinispan answers at";

    private final int port;
    private final List<String> command;
    private final String started;
    private Process process;
    private Path log;

    private InfinispanProcess(int port, List<String> command, String started) {
        this.port = port;
        this.command = command;
        this.started = started;
        launch();
    }

    /** Starts one and waits until it listens. */
    public static InfinispanProcess start() {
        int port = ChildProcesses.freePort();
        return new InfinispanProcess(port, local(port), LOCAL_STARTED).awaitStart();
    }

    private static List<String> local(int port, Path... definition) {
        List<String> command =
                new ArrayList<>(List.of("io.pilotlight.deploy.local.InfinispanServer", String.valueOf(port)));
        Stream.of(definition).map(Path::toString).forEach(command::add);
        return command;
    }

    /** Starts one with a cache of the test's own, {@code infinispan/NAME.xml}, and waits until it listens. */
    public static InfinispanProcess start(String definition) {
        int port = ChildProcesses.freePort();
        Path file = RESOURCES.resolve(definition + ".xml");
        return new InfinispanProcess(port, local(port, file), LOCAL_STARTED).awaitStart();
    }

    /**
     * Starts a cluster of so many nodes, side by side, and waits until all listen.
     *
     * @param cache the file in {@code deploy/local} that defines what they share
     */
    public static List<InfinispanProcess> startCluster(int size, String cache) {
        Path definition = clustered(LOCAL.resolve(cache));
        List<Integer> ports =
                Stream.generate(ChildProcesses::freePort).limit(size).toList();
        String members = ports.stream().map(port -> "127.0.0.1[" + port + "]").collect(Collectors.joining(","));
        List<InfinispanProcess> nodes = ports.stream()
                .map(port -> node(port, members, size, definition))
                .toList();
        nodes.forEach(InfinispanProcess::awaitStart);
        return nodes;
    }

    private static Path clustered(Path cache) {
        try {
            String element = Files.readString(cache).replaceFirst("<\\?xml.*?\\?>", "");
            String node = Files.readString(RESOURCES.resolve("clustered.xml")).replace("<!-- CACHE -->", element);
            Files.createDirectories(ChildProcesses.FOLDER);
            return Files.writeString(Files.createTempFile(ChildProcesses.FOLDER, "infinispan-", ".xml"), node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InfinispanProcess node(int memberPort, String members, int size, Path definition) {
        int port = ChildProcesses.freePort();
        List<String> command = new ArrayList<>(List.of(
                "-Djgroups.bind.port=" + memberPort,
                "-Djgroups.members=" + members,
                "-Dinfinispan.cluster.size=" + size));
        command.addAll(local(port, definition));
        return new InfinispanProcess(port, command, LOCAL_STARTED);
    }

    /**
     * Starts a server with TLS and users, as {@code deploy/knative} configures each node of a site, and waits until it listens. It is
     * alone in its cluster.
     *
     * @param home where it has {@code server.pem}, {@code users.properties} and {@code groups.properties}, in a folder {@code conf}
     */
    public static InfinispanProcess startSecured(Path home) {
        try {
            Files.createDirectories(home.resolve("lib")); // it would not start without
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = ChildProcesses.freePort();
        List<String> command = List.of(
                "-Dpilotlight.secrets=" + home.resolve("conf"),
                "-Dpilotlight.max-size=16MB",
                "-Djgroups.dns.query=localhost",
                "-Djgroups.bind.address=127.0.0.1",
                "-Djgroups.bind.port=" + ChildProcesses.freePort(),
                "-Djgroups.fd.port-offset=100",
                "org.infinispan.server.Bootstrap",
                "--server-root=" + home,
                "--server-config=" + DEPLOYED,
                "--logging-config=" + RESOURCES.resolve("log4j2.xml"),
                "--bind-port=" + port);
        return new InfinispanProcess(port, command, "ISPN080001").awaitStart(); // "started in"
    }

    /** A place where nobody listens. */
    public static String nowhere() {
        return "127.0.0.1:" + ChildProcesses.freePort();
    }

    private void launch() {
        try {
            Files.createDirectories(ChildProcesses.FOLDER);
            log = Files.createTempFile(ChildProcesses.FOLDER, "infinispan-", ".log");
            List<String> java = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1", // it is to start soon
                    "-cp",
                    HOME.resolve("classes") + ":" + HOME.resolve("lib") + "/*"));
            java.addAll(command);
            process = new ProcessBuilder(java)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ChildProcesses.killAtExit(process);
        } catch (IOException e) {
            throw new UncheckedIOException("Infinispan cannot be started", e);
        }
    }

    private InfinispanProcess awaitStart() {
        await().pollInterval(Duration.ofMillis(50)).atMost(START_PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Infinispan ended while it started:\n" + Files.readString(log));
            }
            return Files.readString(log).contains(started);
        });
        return this;
    }

    /** Its port, on this machine. */
    public int port() {
        return port;
    }

    /** Where it listens. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Sends SIGKILL, and waits for its end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Another one at the same place; it knows nothing of what the one before knew. */
    public void restart() {
        launch();
        awaitStart();
    }

    /** Sends SIGSTOP: it keeps its connections, and answers nothing. */
    public void pause() {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
