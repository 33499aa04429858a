package io.pilotlight.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What tests have started: where it writes, where it may listen, and its end with that of the tests' JVM at the latest. */
final class ChildProcesses {

    static final Path FOLDER = Path.of("target", "processes").toAbsolutePath();

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-processes"));
    }

    private ChildProcesses() {}

    /** It is killed when this JVM ends, unless it has ended. */
    static void killAtExit(Process process) {
        RUNNING.add(process);
        CompletableFuture<Void> _ = process.onExit().thenRun(() -> RUNNING.remove(process));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
