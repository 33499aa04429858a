package io.pilotlight.image;

import io.pilotlight.image.elf.Architecture;
import io.pilotlight.image.elf.ElfFile;
import io.pilotlight.image.elf.GlibcVersion;
import io.pilotlight.image.elf.SystemLibraries;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an image holds: layers, in the order in which they change. What seldom does comes first, since whoever has a layer is not sent
 * it again; a model changes most often.
 *
 * @param neededGlibc the oldest GNU C library that it runs with
 */
record Contents(List<Layer> layers, String entrypoint, Architecture architecture, Optional<GlibcVersion> neededGlibc) {

    static final String SYSTEM = "system libraries";
    static final String RUNTIME = "native libraries";
    static final String EXECUTABLE = "executable";
    static final String MODEL = "model, manifest and plans";

    Contents {
        layers = List.copyOf(layers);
    }

    /** Reads what a build has left; from scratch, the system's libraries come from this machine. */
    static Contents of(Build build, Base base, Optional<UserModel> model) {
        ElfFile executable = ElfFile.read(build.executable());
        List<ElfFile> libraries = build.libraries().stream()
                .filter(Contents::isLibrary)
                .map(ElfFile::read)
                .toList();
        List<Layer> layers = new ArrayList<>();
        if (base instanceof Base.Scratch) {
            SystemLibraries system = SystemLibraries.of(Path.of("/"), executable, libraries);
            layers.add(new Layer(SYSTEM, system.files(), true, new TreeSet<>(Set.of("/tmp"))));
        }
        layers.add(new Layer(RUNTIME, files(Layer.HOME + "/native", build.libraries()), true));
        layers.add(new Layer(EXECUTABLE, files(Layer.HOME, List.of(build.executable())), true));
        layers.add(new Layer(MODEL, model(build, model), false));
        layers.removeIf(layer -> layer.files().isEmpty());
        return new Contents(
                layers,
                Layer.HOME + "/" + name(build.executable()),
                executable.architecture(),
                Stream.concat(Stream.of(executable), libraries.stream())
                        .flatMap(file -> file.neededGlibc().stream())
                        .max(GlibcVersion::compareTo));
    }

    private static boolean isLibrary(Path file) {
        return name(file).matches(".*\\.so(\\.\\d+)*");
    }

    private static SortedMap<String, Path> model(Build build, Optional<UserModel> model) {
        SortedMap<String, Path> files = files(Layer.HOME + "/model", build.model());
        Stream.concat(build.manifest().stream(), build.plans().stream())
                .forEach(file -> files.put(Layer.HOME + "/" + name(file), file));
        model.ifPresent(own -> own.files().forEach((name, file) -> files.put(Layer.HOME + "/models/" + name, file)));
        return files;
    }

    private static SortedMap<String, Path> files(String folder, List<Path> files) {
        SortedMap<String, Path> placed = new TreeMap<>();
        files.forEach(file -> placed.put(folder + "/" + name(file), file));
        return placed;
    }

    private static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }
}
