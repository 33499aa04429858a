package io.pilotlight.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files of one model: a folder, and what each file in it must be. Nothing is loaded from it but by
 * {@link #verified}.
 *
 * @param digests by file name
 */
public record ModelFiles(Path directory, Map<String, FileDigest> digests) {

    public ModelFiles {
        digests = Map.copyOf(digests);
    }

    /**
     * The path of a file whose content has just been found to be what the manifest says.
     *
     * @throws ModelLoadException if it is not, or is missing, or the manifest does not name it
     */
    public Path verified(String name) {
        FileDigest expected = digests.get(name);
        if (expected == null) {
            throw new ModelLoadException(
                    "model file \"" + name + "\": the manifest does not name it; it names " + digests.keySet());
        }
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new ModelLoadException("model file " + file + ": missing");
        }
        try {
            if (!expected.matches(file)) {
                throw new ModelLoadException("model file " + file + ": expected " + expected.whole() + ", got "
                        + FileDigest.of(file).whole());
            }
        } catch (IOException e) {
            throw new ModelLoadException("model file " + file + ": cannot be read: " + e.getMessage(), e);
        }
        return file;
    }
}
