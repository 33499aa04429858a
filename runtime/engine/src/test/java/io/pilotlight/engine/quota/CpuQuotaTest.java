package io.pilotlight.engine.quota;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

final class CpuQuotaTest {

    private static final int PROCESSORS = 8;

    /** A file system with nothing in it but what the kernel says of control groups. */
    private record Kernel(Path root) {

        Kernel process(String cgroupLines) {
            return write("proc/self/cgroup", cgroupLines);
        }

        Kernel version2(String group, String cpuMax) {
            return write("sys/fs/cgroup/" + group + "/cpu.max", cpuMax);
        }

        /** The controllers' mount, and the link to it that hosts and containers have beside it. */
        Kernel version1(String group, String quota, String period) {
            write("sys/fs/cgroup/cpu,cpuacct/" + group + "/cpu.cfs_quota_us", quota);
            write("sys/fs/cgroup/cpu,cpuacct/" + group + "/cpu.cfs_period_us", period);
            return link("sys/fs/cgroup/cpu", "cpu,cpuacct");
        }

        private Kernel link(String link, String target) {
            try {
                Files.deleteIfExists(root.resolve(link));
                Files.createSymbolicLink(root.resolve(link), Path.of(target));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Kernel write(String file, String content) {
            try {
                Path path = root.resolve(file).normalize();
                Files.createDirectories(path.getParent());
                Files.writeString(path, content + "\n");
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int cores() {
            return new CpuQuota(root, PROCESSORS).wholeCores();
        }
    }

    @Test
    void plansWithEveryProcessorWhereThereAreNoControlGroups(@TempDir Path root) {
        assertThat(new Kernel(root).cores()).isEqualTo(PROCESSORS);
    }

    @ParameterizedTest
    @CsvSource({
        "100000 100000, 1",
        "150000 100000, 2",
        "100001 100000, 2",
        "200000 100000, 2",
        "10000 100000, 1",
        "1000 1000000, 1",
        "15000 5000, 3",
        "790000 100000, 8"
    })
    void roundsTheQuotaUp(String cpuMax, int cores, @TempDir Path root) {
        assertThat(new Kernel(root).process("0::/").version2("", cpuMax).cores())
                .isEqualTo(cores);
    }

    @Test
    void plansWithNoMoreThanTheProcessors(@TempDir Path root) {
        Kernel kernel = new Kernel(root).process("0::/").version2("", "6400000 100000");
        assertThat(kernel.cores()).isEqualTo(PROCESSORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max 100000", "max", "", "100000", "0 100000", "100000 0", "-1 100000", "nonsense here"})
    void isUnlimitedWhereVersion2GrantsNoQuota(String cpuMax, @TempDir Path root) {
        assertThat(new Kernel(root).process("0::/").version2("", cpuMax).cores())
                .isEqualTo(PROCESSORS);
    }

    @Test
    void isBoundByTheSmallestQuotaAmongItsParents(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("0::/kubepods/pod1/container")
                .version2("kubepods", "600000 100000")
                .version2("kubepods/pod1", "200000 100000")
                .version2("kubepods/pod1/container", "400000 100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void isBoundByItsOwnQuotaWhereThatIsTheSmallest(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("0::/kubepods/pod1")
                .version2("kubepods", "600000 100000")
                .version2("kubepods/pod1", "300000 100000");
        assertThat(kernel.cores()).isEqualTo(3);
    }

    @Test
    void isBoundByAParentWhereItsOwnQuotaIsUnlimited(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("0::/kubepods/pod1")
                .version2("kubepods", "250000 100000")
                .version2("kubepods/pod1", "max 100000");
        assertThat(kernel.cores()).isEqualTo(3);
    }

    @Test
    void isNotBoundByOtherGroups(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("0::/mine")
                .version2("mine", "400000 100000")
                .version2("mine/child", "100000 100000")
                .version2("other", "100000 100000");
        assertThat(kernel.cores()).isEqualTo(4);
    }

    @Test
    void isBoundByTheMountWhereTheGroupsOwnPathIsHidden(@TempDir Path root) {
        Kernel kernel =
                new Kernel(root).process("0::/system.slice/hidden.scope").version2("", "200000 100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void isBoundByTheMountWhereTheGroupsPathLeavesTheNamespace(@TempDir Path root) {
        Kernel kernel = new Kernel(root).process("0::/../hidden.scope").version2("", "200000 100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void readsNothingAboveTheMount(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("0::/../..")
                .version2("..", "100000 100000")
                .version2("", "max 100000");
        assertThat(kernel.cores()).isEqualTo(PROCESSORS);
    }

    @ParameterizedTest
    @CsvSource({"50000, 100000, 1", "250000, 100000, 3", "-1, 100000, 8", "0, 100000, 8", "1600000, 100000, 8"})
    void readsTheQuotaOfVersion1(String quota, String period, int cores, @TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("11:memory:/docker/1\n4:cpu,cpuacct:/docker/1\n1:name=systemd:/docker/1")
                .version1("docker/1", quota, period);
        assertThat(kernel.cores()).isEqualTo(cores);
    }

    @Test
    void isBoundByTheSmallestQuotaAmongItsParentsInVersion1(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("4:cpu,cpuacct:/docker/1")
                .version1("", "-1", "100000")
                .version1("docker", "200000", "100000")
                .version1("docker/1", "400000", "100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void findsTheMountOfVersion1UnderAnotherOrderOfItsControllers(@TempDir Path root) {
        // Red Hat's kernels list them the other way round than the mount's name.
        Kernel kernel = new Kernel(root).process("4:cpuacct,cpu:/").version1("", "200000", "100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void isUnlimitedInVersion1WithoutAPeriod(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("4:cpu,cpuacct:/")
                .write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "100000");
        assertThat(kernel.cores()).isEqualTo(PROCESSORS);
    }

    @Test
    void doesNotTakeCpusetsForTheCpuController(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("4:cpuset:/")
                .write("sys/fs/cgroup/cpuset/cpu.cfs_quota_us", "100000")
                .write("sys/fs/cgroup/cpuset/cpu.cfs_period_us", "100000");
        assertThat(kernel.cores()).isEqualTo(PROCESSORS);
    }

    @Test
    void isBoundByTheSmallerOfBothVersionsWhereAHostHasBoth(@TempDir Path root) {
        Kernel kernel = new Kernel(root)
                .process("4:cpu,cpuacct:/docker\n0::/docker")
                .version1("docker", "300000", "100000")
                .version2("docker", "500000 100000");
        assertThat(kernel.cores()).isEqualTo(3);
    }

    @Test
    void skipsLinesThatNameNoGroup(@TempDir Path root) {
        Kernel kernel = new Kernel(root).process("\nnonsense\n0::/").version2("", "200000 100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void keepsColonsInAGroupsPath(@TempDir Path root) {
        Kernel kernel = new Kernel(root).process("0::/pod:1").version2("pod:1", "200000 100000");
        assertThat(kernel.cores()).isEqualTo(2);
    }

    @Test
    void plansWithThisMachinesCores() {
        assertThat(CpuQuota.cores()).isBetween(1, Runtime.getRuntime().availableProcessors());
    }
}
