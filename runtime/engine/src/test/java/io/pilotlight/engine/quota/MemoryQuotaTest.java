package io.pilotlight.engine.quota;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryQuotaTest {

    private final Path root;

    MemoryQuotaTest(@TempDir Path root) {
        this.root = root;
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void system(long kibibytes) throws IOException {
        write("proc/meminfo", "MemTotal:       99999999 kB\nMemAvailable:   " + kibibytes + " kB\n");
    }

    private long available() {
        return new MemoryQuota(root).available();
    }

    @Test
    void withoutALimit_isWhatTheSystemCallsAvailable() throws IOException {
        system(1_000);
        write("sys/fs/cgroup/memory.max", "max\n");
        write("sys/fs/cgroup/memory.current", "5\n");

        assertThat(available()).isEqualTo(1_024_000);
    }

    @Test
    void underALimitOfVersion2_isWhatItLeaves() throws IOException {
        system(1_000);
        write("sys/fs/cgroup/memory.max", "500000\n");
        write("sys/fs/cgroup/memory.current", "200000\n");

        assertThat(available()).isEqualTo(300_000);
    }

    @Test
    void underALimitOfVersion1_isWhatItLeaves() throws IOException {
        system(1_000);
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "500000\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "700000\n");

        assertThat(available()).isZero();
    }

    @Test
    void aLimitOfVersion1ThatIsNone_isNone() throws IOException {
        system(1_000);
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "700000\n");

        assertThat(available()).isEqualTo(1_024_000);
    }

    @Test
    void whereNothingTells_isNothing() {
        assertThat(available()).isZero();
    }
}
