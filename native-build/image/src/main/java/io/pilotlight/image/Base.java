package io.pilotlight.image;

import java.nio.file.Files;
import java.nio.file.Path;

/** What an image begins with. */
sealed interface Base {

    /** Nothing: then it brings the system's libraries itself. */
    record Scratch() implements Base {}

    /** The image in an archive, as 'docker save' or this program writes them. */
    record Archive(Path file) implements Base {}

    /** An image in a registry. */
    record Registry(String reference) implements Base {}

    /** The one that somebody names: a file that is there or looks like an archive, or else a reference. */
    static Base named(String name) {
        Path file = Path.of(name);
        if (Files.exists(file) || name.endsWith(".tar")) {
            if (!Files.isRegularFile(file)) {
                throw new ImageException("base image " + name
                        + ": expected an archive or the name of an image in a registry," + " there is no such file");
            }
            return new Archive(file);
        }
        return new Registry(name);
    }
}
