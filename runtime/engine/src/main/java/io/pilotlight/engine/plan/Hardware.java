package io.pilotlight.engine.plan;

import io.pilotlight.engine.quota.CpuQuota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a measured plan holds for, of a machine: its processor and how many cores of it there are for this process. */
public final class Hardware {

    private Hardware() {}

    /** In one line, as {@code 2 cores of AMD EPYC (amd64)}. */
    public static String description() {
        int cores = CpuQuota.cores();
        return cores + (cores == 1 ? " core of " : " cores of ") + processor() + " (" + System.getProperty("os.arch")
                + ")";
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("an unknown processor");
        } catch (IOException elsewhere) {
            return "an unknown processor";
        }
    }
}
