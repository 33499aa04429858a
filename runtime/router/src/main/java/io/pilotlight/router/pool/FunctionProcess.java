package io.pilotlight.router.pool;

import io.pilotlight.router.catalog.Source;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process of this machine that serves a function, which never outlives the router: beside it a shell waits for the end of its standard
 * input, a pipe that only the router holds. When the router is gone, however it went, the system closes the pipe; the shell then asks the
 * process to end, and kills it if it does not.
 */
final class FunctionProcess {

    /** Arguments: how many seconds it has to end when it is asked to; the command. */
    private static final String SHELL = "/bin/sh";

    /** What a process needs to run at all; everything else is said, or named, in the pool's definition. */
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private final Process shell;
    private final int port;

    private FunctionProcess(Process shell, int port) {
        this.shell = shell;
        this.port = port;
    }

    /**
     * Starts one, on a port that is free.
     *
     * @param log where its output goes, after what is there; without one it is the router's
     * @throws IOException if there is no such program, or no room for a process
     */
    static FunctionProcess start(Source.Processes source, Optional<Path> log) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                SHELL,
                "-c",
                script(),
                "function",
                String.valueOf(source.drainTimeout().toSeconds())));
        command.addAll(source.command());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        source.directory().map(Path::toFile).ifPresent(builder::directory);
        builder.redirectOutput(
                log.map(Path::toFile).map(ProcessBuilder.Redirect::appendTo).orElse(ProcessBuilder.Redirect.INHERIT));
        builder.environment()
                .keySet()
                .removeIf(name -> !INHERITED.contains(name) && !source.inherit().contains(name));
        builder.environment().putAll(source.environment());
        builder.environment().put("PORT", String.valueOf(port));
        return new FunctionProcess(builder.start(), port);
    }

    private static String script() throws IOException {
        try (InputStream script = FunctionProcess.class.getResourceAsStream("lifeline.sh")) {
            if (script == null) {
                throw new IOException("lifeline.sh is missing: the build puts it beside this class");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** The function's own process, the shell's first child; empty before it is there, and after its end. */
    OptionalLong pid() {
        return shell.children()
                .min(Comparator.comparing((ProcessHandle child) ->
                                child.info().startInstant().orElse(Instant.MAX))
                        .thenComparing(ProcessHandle::pid))
                .map(ProcessHandle::pid)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Completes with its exit code when it has ended. */
    CompletableFuture<Integer> exit() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to end; kills it if it has not by then. Waits for that. */
    void stop(Duration patience) throws InterruptedException {
        shell.destroy();
        if (!shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    /** Ends it at once. */
    void kill() {
        List<ProcessHandle> all = shell.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
