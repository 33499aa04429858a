package io.pilotlight.wire.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How long ago this process was started. On Linux both ends are read from the clock that counts from boot; elsewhere from
 * the wall clock, which on a virtual machine may be seconds off for the start.
 */
final class ProcessAge {

    /** Of {@code /proc/self/stat}: fixed at 100 for user space on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** Counted after the command, which is in parentheses and may hold anything. */
    private static final int START_TIME_FIELD = 19;

    private ProcessAge() {}

    static Duration now() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double startSeconds = Long.parseLong(fields[START_TIME_FIELD]) / TICKS_PER_SECOND;
            String uptime = Files.readString(Path.of("/proc/uptime"));
            double nowSeconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            return Duration.ofMillis(Math.round((nowSeconds - startSeconds) * 1_000));
        } catch (IOException notLinux) {
            Instant now = Instant.now();
            return Duration.between(
                    ProcessHandle.current().info().startInstant().orElse(now), now);
        }
    }
}
