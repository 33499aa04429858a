package io.pilotlight.tests.endtoend.hostile;

import io.pilotlight.tests.process.Connection;
import io.pilotlight.tests.process.FunctionProcess;
import io.pilotlight.tests.process.Request;
import io.pilotlight.tests.process.SharedFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are opened and left alone: {@code -Dpilotlight.idle-connections=10000} for more of them than the usual
 * 2,000.
 */
@ExtendWith(SharedFunction.class)
class IdleConnectionsIT {

    /** For all else that this process and the one under test hold open. */
    private static final int OTHER_FILES = 1_000;

    /** A connection that keeps its share of a buffer would take 160 MB for 10,000. */
    private static final long MEMORY_GROWTH_BOUND = 120L << 20;

    private final FunctionProcess function;

    IdleConnectionsIT(FunctionProcess function) {
        this.function = function;
    }

    @Test
    void disturbNobodyAndLeaveNothing() throws IOException {
        int wanted = Integer.getInteger("pilotlight.idle-connections", 2_000);
        int count = (int) Math.min(wanted, openFiles() - OTHER_FILES);
        if (count < wanted) {
            System.out.printf("%d idle connections instead of %d: no more files may be open here%n", count, wanted);
        }
        Others.areServedSoon(function);
        long before = function.residentBytes().orElse(0);
        List<Connection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Connection connection = function.connect();
                idle.add(connection);
                begin(connection, i);
            }
            for (int i = 0; i < 50; i++) {
                Others.areServedSoon(function);
            }
        } finally {
            for (Connection connection : idle) {
                connection.close();
            }
        }
        Others.areUnharmed(function);
        assertThat(function.residentBytes().orElse(0) - before)
                .as("growth of resident memory by %d idle connections, from %d bytes", count, before)
                .isLessThan(MEMORY_GROWTH_BOUND);
    }

    /** One of those who said nothing, who stopped in the middle of a head, and who keep a connection for later. */
    private static void begin(Connection connection, int index) throws IOException {
        switch (index % 3) {
            case 0 -> {}
            case 1 -> connection.send("POST /embed HTTP/1.1\r\nHost: loc");
            default -> {
                connection.send(Request.get("/v2/health/live").bytes());
                assertThat(connection.answer().status()).isEqualTo(200);
            }
        }
    }

    /** How many files a process may open here; the JVM raises its own limit to what it may be. */
    private static long openFiles() throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.exists(limits)) {
            return 4 * OTHER_FILES;
        }
        return Files.readAllLines(limits).stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().replaceAll(" .*", ""))
                .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                .findFirst()
                .orElse(4 * OTHER_FILES);
    }
}
