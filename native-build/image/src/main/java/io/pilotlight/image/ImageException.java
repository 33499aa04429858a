package io.pilotlight.image;

/** An image cannot be written; the message says what was wrong, what was expected and what was given. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
