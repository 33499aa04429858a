package io.pilotlight.tests.benchmark.process;

import io.pilotlight.tests.benchmark.report.BenchmarkFailure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds at one moment, as Linux reports it.
 *
 * @param residentBytes all of its memory that is in RAM (VmRSS)
 * @param anonymousBytes the part that belongs to it alone: heaps and stacks (RssAnon)
 * @param fileBytes the part that maps files, such as libraries and the executable (RssFile)
 * @param openFiles open file descriptors, sockets included
 */
public record ProcessStatus(long residentBytes, long anonymousBytes, long fileBytes, int threads, int openFiles) {

    static ProcessStatus of(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> descriptors = Files.list(folder.resolve("fd"))) {
            List<String> status = Files.readAllLines(folder.resolve("status"));
            return new ProcessStatus(
                    number(status, "VmRSS") * 1024,
                    number(status, "RssAnon") * 1024,
                    number(status, "RssFile") * 1024,
                    (int) number(status, "Threads"),
                    (int) descriptors.count());
        } catch (IOException e) {
            throw new BenchmarkFailure(
                    "cannot read %s; the benchmark needs Linux and a running process".formatted(folder), e);
        }
    }

    /** The number in a line such as {@code VmRSS:     4200 kB}. */
    private static long number(List<String> status, String key) {
        String prefix = key + ":";
        return status.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new BenchmarkFailure("/proc/<pid>/status has no line " + prefix));
    }
}
