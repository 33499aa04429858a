package io.pilotlight.image.elf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The dynamic loader and the shared libraries of the machine that builds, as an executable and the libraries beside it need
 * them: what an image from scratch has to bring.
 *
 * <p>All lie in one folder there, the one in which this machine's loader finds its C library, since it is the same loader that
 * looks for them in the container.
 */
public record SystemLibraries(SortedMap<String, Path> files) {

    static final String C_LIBRARY = "libc.so.6";

    /** The folders that loaders of distributions know by themselves, for libraries of the processor. */
    private static List<Path> folders(Path root, Architecture architecture) {
        return List.of(
                root.resolve("lib").resolve(architecture.triplet()),
                root.resolve("usr/lib").resolve(architecture.triplet()),
                root.resolve("lib64"),
                root.resolve("usr/lib64"),
                root.resolve("lib"),
                root.resolve("usr/lib"));
    }

    /**
     * Finds what files need and do not bring themselves.
     *
     * @param root of the file system to look in: that of this machine
     * @param executable what is started
     * @param beside libraries that it will load
     */
    public static SystemLibraries of(Path root, ElfFile executable, Collection<ElfFile> beside) {
        SortedMap<String, Path> files = new TreeMap<>();
        Set<String> seen =
                beside.stream().flatMap(SystemLibraries::names).collect(Collectors.toCollection(HashSet::new));
        Queue<ElfFile> open = new ArrayDeque<>(beside);
        open.add(executable);
        executable.interpreter().ifPresent(loader -> {
            files.put(loader, real(root.resolve(loader.substring(1)), executable));
            seen.add(Objects.requireNonNull(Path.of(loader).getFileName()).toString());
        });
        Optional<ElfFile> libc = open.stream().anyMatch(file -> !file.needed().isEmpty())
                ? Optional.of(find(root, C_LIBRARY, executable))
                : Optional.empty();
        Path folder = libc.map(file -> Path.of("/")
                        .resolve(root.relativize(
                                Objects.requireNonNull(file.file().getParent()))))
                .orElse(Path.of("/lib"));
        while (!open.isEmpty()) {
            ElfFile next = open.remove();
            libc.ifPresent(library -> requireRunsWith(next, library));
            for (String name : next.needed()) {
                if (seen.add(name)) {
                    ElfFile library = find(root, name, next);
                    files.put(folder.resolve(name).toString(), real(library.file(), next));
                    open.add(library);
                }
            }
        }
        return new SystemLibraries(files);
    }

    private static Stream<String> names(ElfFile library) {
        return Stream.concat(
                library.name().stream(),
                Stream.of(Objects.requireNonNull(library.file().getFileName()).toString()));
    }

    private static ElfFile find(Path root, String name, ElfFile wanting) {
        List<Path> folders = folders(root, wanting.architecture());
        for (Path folder : folders) {
            Path candidate = folder.resolve(name);
            if (Files.isRegularFile(candidate)) {
                ElfFile library = ElfFile.read(candidate);
                if (library.architecture() == wanting.architecture()) {
                    return library;
                }
            }
        }
        throw new ElfException("library " + name + ", which " + wanting.file() + " needs: expected in one of " + folders
                + ", it is in none; install it here, or give an image that has it with --base");
    }

    private static void requireRunsWith(ElfFile file, ElfFile libc) {
        GlibcVersion here = libc.ownGlibc()
                .filter(version -> version.compareTo(GlibcVersion.RESOLVING) >= 0)
                .orElseThrow(() -> new ElfException("library " + libc.file() + ": expected glibc "
                        + GlibcVersion.RESOLVING + " or newer, which resolves host names by itself, got "
                        + libc.ownGlibc().map(GlibcVersion::toString).orElse("another C library")
                        + "; give an image with --base"));
        file.neededGlibc().filter(needed -> needed.compareTo(here) > 0).ifPresent(needed -> {
            throw new ElfException("file " + file.file() + ": expected glibc " + needed + " or newer, got " + here
                    + " of this machine; give an image that has it with --base");
        });
    }

    /** The file itself: names of libraries are symbolic links to it. */
    private static Path real(Path file, ElfFile wanting) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new ElfException("file " + file + ", which " + wanting.file() + " needs: cannot be read", e);
        }
    }
}
