package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.awaitility.Awaitility.await;

/** The Infinispan server of {@code deploy/local}, on a port that it keeps when it is started again. */
public final class InfinispanProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Path HOME =
            Path.of("..", "deploy", "local", "target").toAbsolutePath().normalize();

    private final int port;
    private Process process;

    private InfinispanProcess(int port) {
        this.port = port;
        this.process = launch(port);
    }

    /** Starts one and waits until it listens. */
    public static InfinispanProcess start() {
        return new InfinispanProcess(ChildProcesses.freePort());
    }

    /** A place where nobody listens. */
    public static String nowhere() {
        return "127.0.0.1:" + ChildProcesses.freePort();
    }

    private static Process launch(int port) {
        try {
            Files.createDirectories(ChildProcesses.FOLDER);
            Path log = Files.createTempFile(ChildProcesses.FOLDER, "infinispan-", ".log");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            HOME.resolve("classes") + ":" + HOME.resolve("lib") + "/*",
                            "io.pilotlight.deploy.local.InfinispanServer",
                            String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ChildProcesses.killAtExit(process);
            await().pollInterval(Duration.ofMillis(50)).atMost(START_PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Infinispan ended while it started:\n" + Files.readString(log));
                }
                return Files.readString(log).contains("Infinispan answers at");
            });
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Infinispan cannot be started", e);
        }
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
        process = launch(port);
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
