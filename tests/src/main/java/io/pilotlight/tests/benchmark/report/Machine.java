package io.pilotlight.tests.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the figures were measured on; a figure without it is not worth quoting. */
public final class Machine {
    private static final Pattern SEPARATOR = Pattern.compile("^[\\s:]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** The unit of /proc/stat. */
    private static final Duration JIFFY = Duration.ofMillis(10);

    private Machine() {}

    /** The processors that this process may use. */
    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** One line for each thing that all figures depend on, in Markdown. */
    public static String description() {
        return """
                - hardware: %s, %d cores, %s memory
                - load before: %s (average over 1, 5 and 15 minutes)
                - software: Linux %s, Java %s (%s)
                - all on one machine: servers, load generators and what they are compared with each in a process of their own
                """.formatted(
                        valueOf(Path.of("/proc/cpuinfo"), "model name"),
                        cores(),
                        memory(),
                        loadAverage(),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"),
                        System.getProperty("java.vendor"));
    }

    /** The processor time that everything on this machine has used together, the hypervisor's other guests included. */
    public static Duration busyTime() {
        String[] jiffies = SPACES.split(valueOf(Path.of("/proc/stat"), "cpu "), -1);
        // user, nice, system, (idle, waiting for I/O,) interrupts, soft interrupts, stolen
        return IntStream.of(0, 1, 2, 5, 6, 7)
                .mapToObj(field -> JIFFY.multipliedBy(Long.parseLong(jiffies[field])))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String memory() {
        long kibibytes =
                Long.parseLong(valueOf(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", ""));
        return MarkdownTable.figure(kibibytes / 1048576.0, 1) + " GiB";
    }

    private static String valueOf(Path file, String key) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> SEPARATOR.matcher(line.substring(key.length())).replaceFirst(""))
                .findFirst()
                .orElse("unknown");
    }

    private static String loadAverage() {
        String[] fields = read(Path.of("/proc/loadavg")).split(" ", -1);
        return String.join(", ", fields[0], fields[1], fields[2]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BenchmarkFailure("cannot read %s; the benchmark needs Linux".formatted(file), e);
        }
    }
}
