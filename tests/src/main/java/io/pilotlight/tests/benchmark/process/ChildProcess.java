package io.pilotlight.tests.benchmark.process;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;
import io.pilotlight.tests.benchmark.report.Progress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that the benchmark started, and that does not outlive it: closing asks it to stop and kills it if it does
 * not, and whatever still runs when the benchmark ends, by an exception or an interrupt, is killed then.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Path LOGS = Path.of("tests", "target", "benchmark");

    /** What the benchmark itself is told: a function refuses to start with a setting that it does not know. */
    private static final String OWN_OPTIONS = "JDK_JAVA_OPTIONS";

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-children"));
    }

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        RUNNING.add(process);
    }

    /** Starts a helper: its standard input and output are ours to use, what it says on standard error is its log. */
    static ChildProcess startConversation(String name, List<String> command, Map<String, String> environment) {
        Path log = logOf(name);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return start(builder, log);
    }

    /** Starts a server: all that it says is its log. */
    public static ChildProcess startServer(String name, List<String> command, Map<String, String> environment) {
        Path log = logOf(name);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return start(builder, log);
    }

    private static ChildProcess start(ProcessBuilder builder, Path log) {
        builder.environment().remove(OWN_OPTIONS);
        try {
            return new ChildProcess(builder.start(), log);
        } catch (IOException e) {
            throw new BenchmarkFailure(
                    "cannot start %s: %s".formatted(builder.command().getFirst(), e.getMessage()), e);
        }
    }

    private static Path logOf(String name) {
        try {
            return Files.createDirectories(LOGS).resolve(name + ".log");
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot create the folder for logs, %s".formatted(LOGS), e);
        }
    }

    OutputStream standardInput() {
        return process.getOutputStream();
    }

    InputStream standardOutput() {
        return process.getInputStream();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where what it said is kept until the next process of this name starts. */
    public Path log() {
        return log;
    }

    public ProcessStatus status() {
        return ProcessStatus.of(process.pid());
    }

    /** The processor time it has used, all threads together, as the kernel counts it: in steps of 10 ms. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Ends it as a crash does (SIGKILL), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        RUNNING.remove(process);
    }

    /** Stops it where it is (SIGSTOP): it keeps its connections, and says nothing. */
    public void pause() throws InterruptedException {
        signal("STOP");
    }

    /** Has it go on (SIGCONT), as if nothing had happened. */
    public void resume() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot send a signal", e);
        }
    }

    /** Asks it to stop (SIGTERM), waits until it has, and kills it if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                Progress.say("killed %s, which had not stopped %d s after SIGTERM"
                        .formatted(log.getFileName(), STOP_TIMEOUT.toSeconds()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(process);
    }
}
