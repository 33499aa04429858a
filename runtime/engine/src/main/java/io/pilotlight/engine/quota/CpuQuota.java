package io.pilotlight.engine.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The CPU time that the kernel grants this process, from its control group (cgroup v2 {@code cpu.max}, v1
 * {@code cpu.cfs_quota_us}) and every group above it. A container on a large host must not plan with the host's cores:
 * its threads would be throttled, and each run would wait for the slowest of them.
 */
public final class CpuQuota {

    private final Path root;
    private final int processors;

    /**
     * Looks below the given root.
     *
     * @param root of the file system, "/" but in tests
     * @param processors that the process may be scheduled on
     */
    CpuQuota(Path root, int processors) {
        this.root = root;
        this.processors = processors;
    }

    /** Whole cores to plan with: the quota rounded up, at least 1, at most the processors there are. */
    public static int cores() {
        return new CpuQuota(Path.of("/"), Runtime.getRuntime().availableProcessors()).wholeCores();
    }

    int wholeCores() {
        double quota = smallestQuota().orElse(processors);
        return Math.clamp((long) Math.ceil(quota), 1, processors);
    }

    private OptionalDouble smallestQuota() {
        OptionalDouble smallest = OptionalDouble.empty();
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3); // hierarchy id, controllers, path
            if (parts.length < 3) {
                continue;
            }
            smallest = smaller(smallest, quotaOf(parts[1], parts[2]));
        }
        return smallest;
    }

    private OptionalDouble quotaOf(String controllers, String group) {
        if (controllers.isEmpty()) {
            return smallestUpwards(root.resolve("sys/fs/cgroup"), group, CpuQuota::version2);
        }
        if (List.of(controllers.split(",")).contains("cpu")) {
            return smallestUpwards(root.resolve("sys/fs/cgroup").resolve("cpu"), group, CpuQuota::version1);
        }
        return OptionalDouble.empty();
    }

    /** A parent's quota binds its children. Inside a container the group's own path may be hidden: the mount is tried too. */
    private static OptionalDouble smallestUpwards(Path mount, String path, Reader reader) {
        OptionalDouble smallest = OptionalDouble.empty();
        Path resolved = mount.resolve(path.substring(1)).normalize();
        Path group = resolved.startsWith(mount) ? resolved : mount; // outside of this namespace: "/../other"
        for (Path directory = group;
                directory != null && directory.startsWith(mount);
                directory = directory.getParent()) {
            smallest = smaller(smallest, reader.quota(directory));
        }
        return smallest;
    }

    private interface Reader {
        OptionalDouble quota(Path directory);
    }

    private static OptionalDouble version2(Path directory) {
        List<String> lines = lines(directory.resolve("cpu.max")); // "max 100000" or "150000 100000"
        String[] parts = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ");
        return parts.length == 2 ? ratio(parts[0], parts[1]) : OptionalDouble.empty();
    }

    private static OptionalDouble version1(Path directory) {
        List<String> quota = lines(directory.resolve("cpu.cfs_quota_us"));
        List<String> period = lines(directory.resolve("cpu.cfs_period_us"));
        return quota.isEmpty() || period.isEmpty()
                ? OptionalDouble.empty()
                : ratio(quota.getFirst(), period.getFirst());
    }

    /** Empty when unlimited: "max" in version 2, -1 in version 1. */
    private static OptionalDouble ratio(String quota, String period) {
        try {
            double ratio = Double.parseDouble(quota.strip()) / Double.parseDouble(period.strip());
            return ratio > 0 && Double.isFinite(ratio) ? OptionalDouble.of(ratio) : OptionalDouble.empty();
        } catch (NumberFormatException unlimited) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble smaller(OptionalDouble a, OptionalDouble b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.getAsDouble() <= b.getAsDouble() ? a : b;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of(); // no control groups of that kind here
        }
    }
}
