package io.pilotlight.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a build has left of an application, a function or the router.
 *
 * @param application its name, as its executable has it
 * @param folder where all of it lies
 * @param cudaLibraries those of ONNX Runtime for GPUs, for an image that shall run there
 */
record Build(String application, Path folder, Optional<Path> cudaLibraries) {

    /**
     * Its native executable.
     *
     * @throws ImageException if there is none
     */
    Path executable() {
        Path executable = folder.resolve(application + "-runner");
        if (!Files.isRegularFile(executable)) {
            throw new ImageException("executable " + executable + ": expected a native executable, there is none;"
                    + " './pilotlight native " + application + "' builds it");
        }
        return executable;
    }

    /**
     * The libraries that it loads, of ONNX Runtime and the tokenizer; the router has none. Those for GPUs come in the place of others
     * of their names.
     */
    List<Path> libraries() {
        SortedMap<Path, Path> byName = new TreeMap<>();
        Stream.concat(
                        filesIn(folder.resolve("native")).stream(),
                        cudaLibraries.stream().flatMap(own -> filesIn(own).stream()))
                .forEach(file -> byName.put(file.getFileName(), file));
        return List.copyOf(byName.values());
    }

    /** The model and what belongs to it; none of the router and of the function that serves models of others. */
    List<Path> model() {
        return filesIn(folder.resolve("model"));
    }

    /** What the world knows of the function; of those that have a model. */
    Optional<Path> manifest() {
        return existing(folder.resolve(Path.of("classes", "META-INF", "pilotlight", "function.json")));
    }

    /** What was measured of its model. */
    Optional<Path> plans() {
        return existing(folder.resolve("plans.json"));
    }

    /** The bill of materials of what was compiled into the executable. */
    Path billOfMaterials() {
        return folder.resolve("bom.json");
    }

    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(Files::isRegularFile);
    }

    private static List<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new ImageException("folder " + folder + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
