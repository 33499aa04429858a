package io.pilotlight.serving.telemetry;

import io.pilotlight.api.Inference;
import io.pilotlight.api.InferenceException;
import io.pilotlight.api.Request;
import io.pilotlight.api.Response;
import io.pilotlight.api.Waiting;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

import java.util.List;
import java.util.Locale;

/**
 * Puts a span around each inference, a child of the server's own, saying how many items it had and where its time went. Attempts of the
 * same inference are in one span.
 */
final class TracedInference<I, O> implements Inference<I, O> {

    private final Inference<I, O> delegate;
    private final Tracer tracer;
    private final String spanName;

    TracedInference(Inference<I, O> delegate, Tracer tracer, String spanName) {
        this.delegate = delegate;
        this.tracer = tracer;
        this.spanName = spanName;
    }

    /** What an inference's span is remembered under. */
    private record Asked(TracedInference<?, ?> inference, List<?> items) {}

    @Override
    public Response<O> infer(Request<I> request) {
        return Waiting.with(
                new Asked(this, request.items()),
                () -> new BegunSpan(tracer.spanBuilder(spanName)
                        .setAttribute("pilotlight.items", request.items().size())
                        .setAttribute(
                                "pilotlight.latency_tier", request.tier().name().toLowerCase(Locale.ROOT))
                        .startSpan()),
                begun -> infer(request, begun.span()));
    }

    private Response<O> infer(Request<I> request, Span span) {
        try (Scope scope = span.makeCurrent()) {
            Response<O> response = delegate.infer(request);
            span.setAttribute(
                    "pilotlight.queue_seconds", response.timing().queue().toNanos() / 1e9);
            return response;
        } catch (InferenceException e) {
            span.setStatus(StatusCode.ERROR, e.code().name());
            throw e;
        }
    }
}
