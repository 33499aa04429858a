package io.pilotlight.quantize.graph;

/** What was asked cannot be done. Its message is one sentence for whoever asked: what was expected, and what was given. */
public final class QuantizeException extends RuntimeException {

    public QuantizeException(String message) {
        super(message);
    }

    public QuantizeException(String message, Throwable cause) {
        super(message, cause);
    }
}
