package io.pilotlight.image;

import org.cyclonedx.model.Component;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** Libraries are known by the packages that brought them. */
class DebianPackagesTest {

    private final Path machine;

    DebianPackagesTest(@TempDir Path machine) {
        this.machine = machine;
    }

    @Test
    void aLibraryBelongsToItsPackage() throws IOException {
        write("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
        write("var/lib/dpkg/info/libc6:amd64.list", "/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu/libc.so.6\n");
        write("var/lib/dpkg/info/zlib1g.list", "/usr/lib/x86_64-linux-gnu/libz.so.1.3.1\n");
        write("var/lib/dpkg/status", """
                Package: libc6
                Status: install ok installed
                Architecture: amd64
                Version: 2.36-9+deb12u14
                Description: the C library
                 with a second line: of text

                Package: zlib1g
                Architecture: amd64
                Version: 1:1.3.1
                """);

        DebianPackages packages = DebianPackages.of(machine);

        assertThat(packages.owning(Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6"))
                        .map(Component::getPurl))
                .contains("pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64&distro=debian-12");
        assertThat(packages.owning(Path.of("/lib/x86_64-linux-gnu/libz.so.1.3.1"))
                        .map(Component::getName))
                .contains("zlib1g");
        assertThat(packages.owning(Path.of("/opt/own/libc.so.6"))).isEmpty();
    }

    @Test
    void aMachineOfAnotherKindTellsNothing() {
        assertThat(DebianPackages.of(machine).owning(Path.of("/lib64/libc.so.6")))
                .isEmpty();
    }

    private void write(String file, String content) throws IOException {
        Path path = machine.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, content);
    }
}
