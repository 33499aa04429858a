package io.pilotlight.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a build has left of an application, a function or the router.
 *
 * @param application its name, as its executable has it
 * @param folder where all of it lies
 * @param nativeLibraries where the libraries of ONNX Runtime and the tokenizer lie; the router has none
 */
record Build(String application, Path folder, Path nativeLibraries) {

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

    /** The libraries that it loads. */
    List<Path> libraries() {
        return filesIn(nativeLibraries);
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
