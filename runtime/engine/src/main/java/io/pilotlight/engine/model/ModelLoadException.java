package io.pilotlight.engine.model;

import org.jspecify.annotations.Nullable;

/** A model that cannot be loaded: a missing or altered file, or one that the runtime refuses. The message is for operators. */
public final class ModelLoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelLoadException(String message) {
        this(message, null);
    }

    public ModelLoadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
