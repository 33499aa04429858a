package io.pilotlight.image.elf;

import io.pilotlight.image.LinuxFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What this machine's own executables need, by what they say themselves. */
@EnabledOnOs(OS.LINUX)
class SystemLibrariesTest {

    private static final Path MACHINE = Path.of("/");

    private final ElfFile executable = ElfFile.read(LinuxFiles.EXECUTABLE);
    private final ElfFile library = ElfFile.read(LinuxFiles.LIBRARY);

    @Test
    void readsWhatAnExecutableNeeds() {
        assertThat(executable.needed()).contains("libc.so.6");
        assertThat(executable.interpreter())
                .hasValueSatisfying(loader -> assertThat(Path.of(loader)).exists());
        assertThat(executable.neededGlibc())
                .hasValueSatisfying(version -> assertThat(version.major()).isEqualTo(2));
        assertThat(executable.ownGlibc()).isEmpty();
        assertThat(library.needed()).contains("libc.so.6", "libm.so.6");
    }

    @Test
    void findsTheLoaderWhereTheExecutableWantsItAndLibrariesWhereTheLoaderLooks() throws Exception {
        SortedMap<String, Path> files =
                SystemLibraries.of(MACHINE, executable, List.of(library)).files();

        assertThat(files).containsKey(executable.interpreter().orElseThrow());
        String libc = files.keySet().stream()
                .filter(file -> file.endsWith("/libc.so.6"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.isSameFile(Path.of(libc), Objects.requireNonNull(files.get(libc))))
                .isTrue();
        assertThat(files).containsKey(Path.of(libc).resolveSibling("libm.so.6").toString());
        assertThat(files.values()).noneMatch(Files::isSymbolicLink);
        assertThat(files.keySet()).noneMatch(file -> file.contains("syslookup"));
    }

    @Test
    void theMachinesLibraryTellsItsVersion() {
        Path libc = SystemLibraries.of(MACHINE, executable, List.of()).files().entrySet().stream()
                .filter(file -> file.getKey().endsWith("/libc.so.6"))
                .findFirst()
                .orElseThrow()
                .getValue();

        assertThat(ElfFile.read(libc).ownGlibc()).hasValueSatisfying(version -> assertThat(version)
                .isGreaterThanOrEqualTo(executable.neededGlibc().orElseThrow()));
    }

    @Test
    void saysWhichLibraryIsMissing(@TempDir Path machine) throws Exception {
        Path folder = Files.createDirectories(machine.resolve("lib64"));
        copyLoader(machine);

        assertThatThrownBy(() -> SystemLibraries.of(machine, executable, List.of()))
                .isInstanceOf(ElfException.class)
                .hasMessageContaining("expected in one of")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAnotherLibraryByTheCLibrarysName(@TempDir Path machine) throws Exception {
        Path folder = Files.createDirectories(machine.resolve("lib64"));
        copyLoader(machine);
        Files.copy(LinuxFiles.LIBRARY, folder.resolve("libc.so.6"));

        assertThatThrownBy(() -> SystemLibraries.of(machine, executable, List.of()))
                .isInstanceOf(ElfException.class)
                .hasMessageContaining("expected glibc 2.34 or newer")
                .hasMessageContaining("--base");
    }

    private void copyLoader(Path machine) throws IOException {
        Path loader = machine.resolve(executable.interpreter().orElseThrow().substring(1));
        Files.createDirectories(Objects.requireNonNull(loader.getParent()));
        Files.copy(LinuxFiles.EXECUTABLE, loader);
    }

    @Test
    void versionsAreNumbersAndNotTexts() {
        assertThat(GlibcVersion.ofSymbols("GLIBC_2.34").orElseThrow())
                .isGreaterThan(GlibcVersion.ofSymbols("GLIBC_2.4").orElseThrow());
        assertThat(GlibcVersion.ofSymbols("GLIBC_2.2.5")).contains(new GlibcVersion(2, 2));
        assertThat(GlibcVersion.ofSymbols("GLIBCXX_3.4")).isEmpty();
        assertThat(GlibcVersion.ofSymbols("GLIBC_PRIVATE")).isEmpty();
    }
}
