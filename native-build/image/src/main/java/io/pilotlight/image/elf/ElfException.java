package io.pilotlight.image.elf;

/** An executable or library cannot be used; the message says what was wrong, what was expected and what was given. */
public final class ElfException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ElfException(String message) {
        super(message);
    }

    ElfException(String message, Throwable cause) {
        super(message, cause);
    }
}
