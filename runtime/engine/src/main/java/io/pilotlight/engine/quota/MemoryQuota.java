package io.pilotlight.engine.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory that this process may still take: what its control group's limit leaves ({@code memory.max} and {@code
 * memory.current} of cgroup v2, their namesakes of v1), or else what the system calls available.
 */
public final class MemoryQuota {

    private static final long UNLIMITED = Long.MAX_VALUE / 2; // version 1 writes a number near to the largest

    private final Path root;

    /**
     * Looks below the given root.
     *
     * @param root of the file system, "/" but in tests
     */
    MemoryQuota(Path root) {
        this.root = root;
    }

    /** In bytes; 0 where nothing tells. */
    public static long availableBytes() {
        return new MemoryQuota(Path.of("/")).available();
    }

    long available() {
        long system = meminfo();
        Path groups = root.resolve("sys/fs/cgroup");
        long version2 = left(groups, "memory.max", "memory.current");
        long version1 = left(groups.resolve("memory"), "memory.limit_in_bytes", "memory.usage_in_bytes");
        return Math.min(system, Math.min(version2, version1));
    }

    /** What the mount shows is the process's own group in a container, which is where limits are set. */
    private static long left(Path group, String limit, String usage) {
        OptionalLong limited = number(group.resolve(limit));
        OptionalLong used = number(group.resolve(usage));
        if (limited.isEmpty() || used.isEmpty() || limited.getAsLong() > UNLIMITED) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, limited.getAsLong() - used.getAsLong());
    }

    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        boolean number = !lines.isEmpty() && lines.getFirst().strip().matches("[0-9]{1,18}");
        return number ? OptionalLong.of(Long.parseLong(lines.getFirst().strip())) : OptionalLong.empty();
    }

    private long meminfo() {
        for (String line : lines(root.resolve("proc/meminfo"))) {
            if (line.startsWith("MemAvailable:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 0;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
