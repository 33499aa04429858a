package io.pilotlight.cache;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(120)
final class StoreClientTest {

    private static final int ATTEMPTS = 5;

    private static final Duration ENDED = Duration.ofSeconds(30);

    private static final EventLoopGroup EVENT_LOOPS = new NioEventLoopGroup(1);

    @AfterAll
    static void endEventLoops() {
        EVENT_LOOPS.shutdownGracefully().awaitUninterruptibly();
    }

    @Test
    void verifiesTheFirstServersNameOnAll() {
        assertThat(plain("cache.example:11222,10.0.0.2:11223").serverName()).isEqualTo("cache.example");
    }

    @Test
    void leavesNoThreadWhereNobodyListens() throws IOException, InterruptedException {
        String nowhere;
        try (ServerSocket socket = socket()) {
            nowhere = address(socket);
        }
        leavesNoThread(plain(nowhere), "Connection refused: /" + nowhere);
        leavesNoThread(plain("127.0.0.1:1," + nowhere), "Connection refused: /127.0.0.1:");
        leavesNoThread(secured(nowhere, Optional.empty()), "Connection refused: /" + nowhere);
    }

    @Test
    void leavesNoThreadWhereNobodyAnswers() throws IOException, InterruptedException {
        try (ServerSocket silent = socket()) {
            leavesNoThread(plain(address(silent)), "no answer in time");
        }
    }

    @Test
    void leavesNoThreadWhereTheServerHangsUp() throws IOException, InterruptedException {
        try (ServerSocket socket = socket()) {
            Thread.startVirtualThread(() -> hangUp(socket));
            leavesNoThread(plain(address(socket)), "");
        }
    }

    private static void hangUp(ServerSocket socket) {
        try {
            while (true) {
                socket.accept().close();
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    @Test
    void leavesNoThreadWithoutATrustStore(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("empty.pem"));
        leavesNoThread(secured("localhost:1", Optional.of(file)), "trust store " + file + ": expected certificates");
    }

    private static ServerSocket socket() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String address(ServerSocket socket) {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private static StoreSettings plain(String servers) {
        return new StoreSettings(servers, "answers", Optional.empty(), false, Optional.empty(), Duration.ofMillis(5));
    }

    private static StoreSettings secured(String servers, Optional<Path> trustStore) {
        return new StoreSettings(
                servers,
                "answers",
                Optional.of(new StoreSettings.Credentials("somebody", "a password")),
                true,
                trustStore,
                Duration.ofMillis(5));
    }

    private static void leavesNoThread(StoreSettings settings, String fault) throws InterruptedException {
        Callable<String> attempt = () -> StoreFault.of(catchThrowable(() -> connect(settings)), settings);
        try (ExecutorService attempts = Executors.newFixedThreadPool(ATTEMPTS)) {
            assertThat(attempts.invokeAll(Collections.nCopies(ATTEMPTS, attempt)))
                    .allSatisfy(told -> assertThat(told.get()).contains(fault));
        }
        for (Thread thread : clientThreads()) {
            thread.join(ENDED);
        }
        assertThat(clientThreads()).isEmpty();
    }

    private static void connect(StoreSettings settings) throws Exception {
        try (StoreClient client = new StoreClient(settings, EVENT_LOOPS)) {
            client.connect();
        }
    }

    /** Ours and the client's. */
    private static List<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(?i)(shared-cache|hotrod|multithread|global|rx).*"))
                .toList();
    }
}
