package io.pilotlight.tests.benchmark.report;

import java.io.Serial;

/** The benchmark cannot go on, or its figures would be wrong; the message is one sentence for whoever started it. */
public final class BenchmarkFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public BenchmarkFailure(String message) {
        super(message);
    }

    public BenchmarkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
