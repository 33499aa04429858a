package io.pilotlight.engine.model;

import io.pilotlight.api.Sha256;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/** A model that cannot be loaded: a missing or altered file, or one that the runtime refuses. The message is for operators. */
public final class ModelLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelLoadException(String message) {
        this(message, null);
    }

    public ModelLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A file that is not there. */
    public static ModelLoadException missing(Path file) {
        return new ModelLoadException("model file " + file + ": missing");
    }

    /** A file whose content is another than it must be. */
    public static ModelLoadException altered(Path file, Sha256 expected, Sha256 actual) {
        return new ModelLoadException("model file " + file + ": expected " + expected + ", got " + actual);
    }

    /** A file that the system does not give. */
    public static ModelLoadException unreadable(Path file, IOException cause) {
        return new ModelLoadException("model file " + file + ": cannot be read: " + cause.getMessage(), cause);
    }
}
