package io.pilotlight.tests.benchmark;

import java.io.Serial;

/** The benchmark cannot go on, or its figures would be wrong; the message is one sentence for whoever started it. */
final class BenchmarkFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    BenchmarkFailure(String message) {
        super(message);
    }

    BenchmarkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
