package io.pilotlight.serving.telemetry;

import io.opentelemetry.api.trace.Span;

/** A span that attempts of the same work have in common: it ends with the work. */
record BegunSpan(Span span) implements AutoCloseable {

    @Override
    public void close() {
        span.end();
    }
}
